"""Inventories of many hosts, in the ways that people write them."""

import json


def write(work, hosts):
    """Writes them; gives the path of each by its name."""
    names = [f"web{number:05}.example.com" for number in range(1, hosts + 1)]
    texts = {
        "native.yaml": native(names), "ansible.yaml": ansible(names), "program.json": program(names)}
    paths = {}
    for name, text in texts.items():
        paths[name] = work / name
        paths[name].write_text(text)
    listing = work / "program"
    listing.write_text(f"#!/bin/sh\nexec cat '{paths.pop('program.json')}'\n")
    listing.chmod(0o700)
    paths["program"] = listing
    for folder, names_of in ("host_vars", names[::10]), ("group_vars", ["all", "g3", "r1"]):
        (work / folder).mkdir(exist_ok=True)
        for name in names_of:
            (work / folder / f"{name}.yml").write_text("rack: 7\nlabels: [a, b]\n")
    return paths


def native(names):
    lines = ["defaults: { user: devops }", "groups:"]
    for group in range(20):
        lines.append(f"  g{group}: {{ hosts: [{', '.join(names[group::20])}], vars: {{ role: r{group} }} }}")
    lines += [f"  r{top}: {{ groups: [{', '.join(f'g{g}' for g in range(top, 20, 4))}] }}" for top in range(4)]
    lines.append("hosts:")
    lines += [
        f"  {name}: {{ address: {address(index)}, port: 2222, vars: {{ index: {index} }} }}"
        for index, name in enumerate(names)]
    return "\n".join(lines) + "\n"


def ansible(names):
    lines = ["all:", "  vars: { ansible_user: devops }", "  children:"]
    for top in range(4):
        lines += [f"    r{top}:", "      children:"]
        for group in range(top, 20, 4):
            lines += [f"        g{group}:", f"          vars: {{ role: r{group} }}", "          hosts:"]
            lines += [
                f"            {name}: {{ ansible_host: {address(index)}, ansible_port: 2222, index: {index} }}"
                for index, name in list(enumerate(names))[group::20]]
    return "\n".join(lines) + "\n"


def program(names):
    """What an inventory program prints."""
    groups = {f"g{group}": {"hosts": names[group::20], "vars": {"role": f"r{group}"}} for group in range(20)}
    groups |= {f"r{top}": {"children": [f"g{group}" for group in range(top, 20, 4)]} for top in range(4)}
    variables = {
        name: {"ansible_host": address(index), "ansible_port": 2222, "index": index}
        for index, name in enumerate(names)}
    return json.dumps(groups | {"_meta": {"hostvars": variables}})


def address(index):
    return f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}"
