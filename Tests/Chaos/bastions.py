"""A fleet that can only be reached through one jump host."""

import time

import storm
from hosts import await_that, expect, fleet
from runs import Run, counting_script, moment


def bastion(asked):
    """100 hosts behind one bastion, cut twice in the middle: one connection to it at a time, every log byte-exact."""
    count, seconds = (10, 6) if asked.short else (100, 40)
    with fleet(count + 1, asked) as hosts:
        name = f"h{count + 1}"
        hosts.inventory.write_text(inventory(hosts, name))
        script = counting_script(hosts.folder, asked.lines, seconds)
        run = Run(asked.program, hosts.folder, hosts.inventory, script, "-f", str(count), "-l", f"all:!{name}")
        del hosts.hosts[name]
        try:
            await_that(lambda: len(run.events(None, "started")) == count, f"{count} hosts have started", 120)
            pauses = [strike(hosts, run, name, count, kind) for kind in ("rst", "fin")]
            storm.check(hosts, run, run.wait(300), asked.lines)
        finally:
            run.kill()
        seen = hosts.relays.tell("stats", name)[name]
        print(f"     {seen['total']} connections to the bastion, at most {seen['peak']} at a time; all are back "
              f"{pauses[0]:.1f} and {pauses[1]:.1f} s after a cut", flush=True)
        expect(seen["peak"] == 1, f"one connection to the bastion at a time, not {seen['peak']}")


def strike(hosts, run, name, count, kind):
    """Cuts the bastion's connection; gives how long it takes until all hosts are back."""
    cut = time.time()
    hosts.relays.tell(kind, name)
    def back():
        return [event for event in run.events(None, "reconnected") if moment(event) > cut]
    await_that(lambda: len(back()) == count, f"{count} hosts are back after '{kind}'", 120)
    return max(moment(event) for event in back()) - cut


def inventory(hosts, name):
    """The hosts by their own addresses, all through the last one, which is behind its relay."""
    address, port = hosts.relays.addresses[name]
    known = f"[{hosts.folder}/known_hosts, {hosts.farm}/known_hosts]"
    lines = [f"keys: {{ farm: {{ file: {hosts.farm}/id }} }}",
             f"defaults: {{ key: farm, user: root, known_hosts: {known}, host_keys: strict, jump: {name} }}", "hosts:"]
    for host in hosts.hosts.values():
        place = (address, port) if host["name"] == name else (host["address"], host["port"])
        lines.append(f"  {host['name']}: {{ address: {place[0]}, port: {place[1]} }}")
    return "\n".join(lines) + "\n"
