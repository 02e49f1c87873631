/* The only door to libyaml; FleetYAML alone goes through it. */
#include <yaml.h>
