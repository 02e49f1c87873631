// What starting programs takes from the system's C library, and Swift's view of it leaves out.
#ifndef FLOTILLA_PROGRAMS_H
#define FLOTILLA_PROGRAMS_H

#include <stddef.h>
#include <sys/types.h>

// Starts a program in a session of its own, with these three descriptors and no other, no signal blocked or
// ignored; in folder unless that is NULL. Returns 0 or an errno.
int flotilla_spawn(
    pid_t *pid, const char *path, char *const *words, char *const *environment,
    const char *folder, const int descriptors[3]);

// Makes a pipe whose ends no program inherits. Returns 0 or an errno.
int flotilla_pipe(int ends[2]);

// Connects to the Unix socket at path without waiting; gives a descriptor that no program inherits, or -1 and errno.
int flotilla_connect(const char *path);

// Sends all of bytes, and behind them each descriptor with a zero byte, without waiting. Returns 0 or an errno.
int flotilla_send(
    int connection, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count);

#endif
