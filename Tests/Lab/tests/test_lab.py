#!/usr/bin/env python3
"""Exercises every lab verb with plain ssh and prints the evidence.  tests/test_lab.py [SECTION...]"""
import os, re, socket, subprocess, sys, time
TB = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
os.environ.setdefault("LAB_NAME", "tst")
os.environ.setdefault("LAB_NET", "78")
WORK = os.environ.get("LAB_WORK", os.path.expanduser("~/.cache/flotilla-lab"))
STATE = f"{WORK}/state/{os.environ['LAB_NAME']}"
CFG = f"{STATE}/ssh_config"
LAB = f"{TB}/lab"
fails = 0


def check(name, ok, detail=""):
    global fails
    fails += not ok
    print(f"{'ok  ' if ok else 'FAIL'} {name}: {str(detail).strip()}", flush=True)


def run(*cmd, timeout=60, inp=None):
    t = time.time()
    try:
        p = subprocess.run(cmd, capture_output=True, text=True, timeout=timeout, input=inp, errors="replace")
    except subprocess.TimeoutExpired:
        return 124, "", "test timeout", time.time() - t
    return p.returncode, p.stdout, p.stderr, time.time() - t


def lab(*a):
    rc, out, err, _ = run(LAB, *map(str, a), timeout=300)
    if rc:
        print("    lab", *a, "->", rc, err)
    return out.strip()


def ssh(h, cmd, *opt, timeout=40):
    return run("ssh", "-F", CFG, *opt, h, cmd, timeout=timeout)


def bg(h, cmd, *opt):
    return subprocess.Popen(["ssh", "-F", CFG, *opt, h, cmd], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def boot_id(h):
    return ssh(h, "cat /proc/sys/kernel/random/boot_id")[1].strip()


def addr(h):
    return "10.%s.0.%s" % (os.environ["LAB_NET"], h[1:])


def inside(h, cmd):
    return run(LAB, "in", h, "sh", "-c", cmd)[1].strip()


def start_tmux(h):
    ssh(h, "tmux -L t new-session -d -s job 'i=0; while [ $i -lt 6000 ]; do i=$((i+1)); echo $i >~/tick; sleep 0.1; done'")


def ticking(h):
    a = inside(h, "cat /root/tick"); time.sleep(0.4); b = inside(h, "cat /root/tick")
    return a != b, f"tick {a} -> {b}"


def basics():
    b = [boot_id(h) for h in ("h1", "h2")]
    check("own boot ids", len(set(b + [open('/proc/sys/kernel/random/boot_id').read().strip()])) == 3, b)
    up = ssh("h1", "uptime -s; hostname; cat /proc/uptime; grep btime /proc/stat")[1].split("\n")
    check("own uptime and hostname", up[1] == "h1" and float(up[2].split()[0]) < 600, " | ".join(up))
    ps = ssh("h1", "ps -e --no-headers | wc -l")[1]
    check("own pid namespace", int(ps) < 12, f"{ps.strip()} processes")
    rc, out, err, dt = run(LAB, "exec", "ssh", "-F", CFG, "op@h2", "id -un; pwd")
    check("lab exec, user op", out.split() == ["op", "/home/op"], f"{out.split()} {dt:.2f} s")
    rc, out, _, dt = ssh("h1", "true"); check("plain ssh from the root namespace", rc == 0, f"{dt*1e3:.0f} ms")


def cut():
    start_tmux("h1")
    raw = socket.create_connection((addr("h1"), 22), 5); raw.recv(100)
    p = bg("h1", "sleep 30", "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=3"); time.sleep(0.5)
    q = bg("h1", "cat", "-o", "ServerAliveInterval=0"); q.stdin.write("a\n"); q.stdin.flush(); first = q.stdout.readline()
    t = time.time(); lab("cut", "h1")
    q.stdin.write("held\n"); q.stdin.flush()
    raw.settimeout(2)
    try:
        r = raw.recv(10); how = f"got {r!r}"
    except socket.timeout:
        how = "silence"
    except OSError as e:
        how = repr(e)
    check("cut: existing TCP connection silent, no RST", how == "silence", how)
    p.wait(20); check("cut: ssh with ServerAlive 1x3 gives up by itself", p.returncode == 255, f"{time.time()-t:.1f} s: {p.stderr.read().strip()}")
    rc, _, err, dt = ssh("h1", "true", "-o", "ConnectTimeout=2"); check("cut: new connection times out", rc == 255 and "timed out" in err, f"{dt:.1f} s: {err.strip()}")
    check("cut: the job in tmux runs on", *ticking("h1"))
    lab("restore", "h1"); t = time.time(); line = q.stdout.readline()
    check("restore: the held line arrives over the old connection", line == "held\n", f"{time.time()-t:.2f} s after restore"); q.kill()
    lab("cut", "h1", "--unreachable"); rc, _, err, dt = ssh("h1", "true", "-o", "ConnectTimeout=10")
    check("cut --unreachable", rc == 255 and "No route" in err, f"{dt:.1f} s: {err.strip()}")
    lab("restore", "h1"); check("restore", ssh("h1", "true")[0] == 0)
    ssh("h1", "tmux -L t kill-server")


def reset():
    raw = socket.create_connection((addr("h1"), 22), 5); raw.recv(100); lab("reset", "h1")
    try:
        how = repr(raw.recv(10))
    except OSError as e:
        how = repr(e)
    check("reset: a raw socket gets ECONNRESET", "ConnectionReset" in how, how)
    start_tmux("h1"); p = bg("h1", "sleep 30"); time.sleep(0.6)
    before = inside("h1", "cat /run/lab/sshd.pid; pgrep tmux")
    t = time.time(); out = lab("reset", "h1"); p.wait(10)
    err = p.stderr.read()
    check("reset: client sees the RST at once", p.returncode == 255 and ("reset" in err.lower() or "Broken pipe" in err), f"{time.time()-t:.2f} s: {err.strip()} [{out}]")
    after = inside("h1", "cat /run/lab/sshd.pid; pgrep tmux")
    check("reset: same listener, same tmux server", before == after, after.split()); check("reset: job runs on", *ticking("h1"))
    p = bg("h1", "sleep 30"); time.sleep(0.5); lab("reset", "h1", "--fin"); p.wait(10)
    check("reset --fin", p.returncode == 255, p.stderr.read()); ssh("h1", "tmux -L t kill-server")


def pause():
    lab("pause", "h1"); rc, _, err, dt = ssh("h1", "true", "-o", "ConnectTimeout=3")
    check("pause: TCP accepted, no banner", rc == 255 and "banner" in err, f"{dt:.1f} s: {err.strip()}")
    lab("resume", "h1"); rc, _, _, dt = ssh("h1", "true"); check("resume", rc == 0, f"{dt:.2f} s")
    p = bg("h1", "echo go; sleep 1; echo done"); p.stdout.readline(); lab("pause", "h1"); t = time.time(); time.sleep(3); lab("resume", "h1")
    line = p.stdout.readline(); check("pause of a live session, data after resume", line == "done\n", f"{time.time()-t:.2f} s"); p.wait()
    start_tmux("h1"); lab("pause", "h1", "--all"); ok, d = ticking("h1"); check("pause --all freezes the job too", not ok, d); lab("resume", "h1"); check("resume", *ticking("h1")); ssh("h1", "tmux -L t kill-server")
    lab("sshd", "h1", "stop"); rc, _, err, dt = ssh("h1", "true"); check("sshd stop: refused", rc == 255 and "refused" in err, err); lab("sshd", "h1", "start"); check("sshd start", ssh("h1", "true")[0] == 0)


def reboot():
    for how in ("crash", "orderly"):
        start_tmux("h2"); b0 = boot_id("h2"); u0 = ssh("h2", "uptime -s; touch /tmp/t /run/t ~/kept; ls /tmp/t /run/t ~/kept")[1].split("\n")[0]
        p = bg("h2", "sleep 60", "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=30"); time.sleep(0.5)
        t = time.time(); out = lab("reboot", "h2", "--how", how, "--down", 3, "--wait"); dt = time.time() - t
        p.wait(20); te = time.time() - t; err = p.stderr.read().strip()
        check(f"reboot {how}: sshd back", dt < 5, f"{dt:.2f} s {out}")
        check(f"reboot {how}: the old ssh client ended", p.returncode == 255 and ("closed by" in err) == (how == "orderly"), f"{te:.1f} s after: {err}")
        b1 = boot_id("h2"); u1 = ssh("h2", "uptime -s; ls /tmp/t /run/t ~/kept 2>&1; pgrep tmux")[1].split("\n")
        check(f"reboot {how}: new boot id", b0 != b1 and len(b1) == 36, f"{b0} -> {b1}")
        check(f"reboot {how}: new uptime -s, /tmp and /run cleared, HOME kept, no tmux", u0 != u1[0] and "/root/kept" in u1 and sum("No such" in x for x in u1) == 2 and u1[-1] == "", f"{u0} -> {' | '.join(u1)}")
    lab("reboot", "h2", "--down", 2, "--refuse", 3); time.sleep(2.7); rc, _, err, _ = ssh("h2", "true", "-o", "ConnectTimeout=2")
    check("reboot --refuse: refused while booting", "refused" in err, err)
    for _ in range(60):
        if ssh("h2", "true", "-o", "ConnectTimeout=1")[0] == 0: break
        time.sleep(0.2)
    lab("reboot", "h2", "--down", 4, "--unreachable"); rc, _, err, dt = ssh("h2", "true", "-o", "ConnectTimeout=5"); check("reboot --unreachable", "No route" in err, f"{dt:.1f} s {err}")
    time.sleep(4); lab("restore", "h2")
    for cmd in ("reboot", "reboot -f", "/opt/lab/busybox reboot -f"):
        b0 = boot_id("h2"); t = time.time(); rc, _, err, dt = ssh("h2", cmd, "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=20", timeout=30)
        for _ in range(100):
            b1 = boot_id("h2")
            if b1 and b1 != b0: break
            time.sleep(0.1)
        check(f"'{cmd}' run over ssh", b1 and b1 != b0, f"ssh rc {rc} after {dt:.1f} s {err.strip()!r}; new boot id after {time.time()-t:.1f} s")
    b0 = boot_id("h2"); lab("halt", "h2"); check("halt", "timed out" in ssh("h2", "true", "-o", "ConnectTimeout=1")[2], lab("list").split("\n")[2]); lab("boot", "h2"); time.sleep(0.3); check("boot", boot_id("h2") not in ("", b0))


def fill():
    check("fill home", True, lab("fill", "h1")); rc, _, err, _ = ssh("h1", "echo data >~/f; ls -la ~/f; df ~ | tail -1")
    check("fill: writes fail", "No space left" in err, err); lab("unfill", "h1"); rc, out, err, _ = ssh("h1", "echo data >~/f && cat ~/f"); check("unfill", out == "data\n", out + err)
    lab("fill", "h1", "--free", "8K"); rc, out, err, _ = ssh("h1", "head -c 100000 /dev/zero >~/g; wc -c <~/g"); check("fill --free 8K", "No space" in err, out); ssh("h1", "rm -f ~/g"); lab("unfill", "h1")
    lab("fill", "h1", "--inodes"); rc, _, err, _ = ssh("h1", "mkdir ~/d"); check("fill --inodes", "No space" in err, err); lab("unfill", "h1"); check("unfill", ssh("h1", "mkdir ~/d")[0] == 0)
    check("fill tmp", True, lab("fill", "h1", "--where", "tmp")); rc, _, err, _ = ssh("h1", "echo 1 >/tmp/x; tmux -L z new-session -d 'sleep 3'"); check("fill tmp: writes fail", "No space" in err, err); lab("unfill", "h1", "--where", "tmp"); check("unfill tmp", ssh("h1", "echo 1 >/tmp/x")[0] == 0)


def slow():
    def echo_ms(h):
        p = bg(h, "while read x; do echo $x; done"); ts = []
        for i in range(6):
            t = time.time(); p.stdin.write("x\n"); p.stdin.flush(); p.stdout.readline(); ts.append((time.time() - t) * 1e3)
        p.stdin.close(); p.wait(); return sorted(ts[1:])[2]
    t0 = ssh("h1", "true")[3]; e0 = echo_ms("h1"); lab("slow", "h1", 100); t1 = ssh("h1", "true")[3]; e1 = echo_ms("h1")
    check("slow 100 (root namespace)", 99 < e1 < 110 and t1 > 0.5, f"echo {e0:.1f} -> {e1:.1f} ms; ssh true {t0:.2f} -> {t1:.2f} s")
    dt = run(LAB, "exec", "ssh", "-F", CFG, "h1", "true")[3]; check("slow 100 (controller namespace)", dt > 0.5, f"{dt:.2f} s")
    print("    round trips of one 'ssh true':", end=" "); lab("proxy", "h1", "stats", "reset"); ssh("h1", "true"); print(re.findall(r'"rtts": \d+', lab("proxy", "h1", "stats"))[0])
    lab("slow", "h1", 0); check("slow 0", ssh("h1", "true")[3] < 0.6)
    lab("proxy", "h1", "cut-after-bytes", 3000, "rst", 1); rc, _, err, _ = ssh("h1", "true"); rc2 = ssh("h1", "true")[0]; check("proxy cut-after-bytes 3000 rst 1", rc == 255 and rc2 == 0, err)
    lab("proxy", "h1", "random-cuts", 5, 1.0); t = time.time(); n = [round(ssh("h1", "sleep 20")[3], 2) for _ in range(5)]; check("proxy random-cuts 5 1.0", max(n) < 8, f"lifetimes {n}")
    lab("proxy", "h1", "clear"); p = bg("h1", "echo go; sleep 10"); p.stdout.readline(); lab("proxy", "h1", "rst"); p.wait(5); check("proxy rst", p.returncode == 255, p.stderr.read())
    lab("proxy", "h1", "refuse", "on"); check("proxy refuse", "refused" in ssh("h1", "true")[2], ssh("h1", "true")[2]); lab("proxy", "h1", "off"); check("proxy off", ssh("h1", "true")[0] == 0)


def flavours():
    names = [f for f in "notmux csh tcsh fish zsh noisy slowrc rohome noexec nosftp nopty nologin maxsess1 nolocale tinyssh busybox dropbear deb11 deb13".split()
             if not f.startswith("deb1") or os.path.exists(f"{WORK}/roots/{f}.done")]
    print("   ", lab("up", len(names), "--flavour", ",".join(f"{f}:1" for f in names)))
    import json
    hosts = {h["flavour"]: h["name"] for h in json.loads(lab("list", "--json"))}
    for f in names:
        h = hosts[f]
        q = "echo $0; tmux -V; cat /proc/sys/kernel/random/boot_id"
        if f == "csh": q = "echo $shell; tmux -V; cat /proc/sys/kernel/random/boot_id"
        if f == "fish": q = "status fish-path; tmux -V; cat /proc/sys/kernel/random/boot_id"
        rc, out, err, dt = ssh(h, q)
        open("/tmp/.lab-probe", "w").write("x")
        sf = run("sftp", "-F", CFG, "-b", "-", h, inp="put /tmp/.lab-probe /tmp/probe\n", timeout=20)
        scp_o = run("scp", "-O", "-F", CFG, "/tmp/.lab-probe", f"{h}:/tmp/probe2", timeout=20)
        tm = ssh(h, "tmux -L q new-session -d -s a 'sleep 5'; tmux -L q ls; tmux -L q kill-server")
        print(f"    {f:9} {h:4} rc {rc} {dt:.2f} s out {out.strip().splitlines()} err {err.strip()[:70]!r} sftp rc {sf[0]} scp -O rc {scp_o[0]} tmux {tm[1].strip()[:24]!r} {tm[2].strip()[:60]!r}")
        bid = [l for l in out.split("\n") if re.fullmatch(r"[0-9a-f-]{36}", l)]
        exp = {"notmux": "not found" in err, "csh": "csh" in out, "tcsh": "tcsh" in out, "fish": "fish" in out, "zsh": "zsh" in out,
               "noisy": out.startswith("*** AUTH") and "banner" in err, "slowrc": dt > 3, "rohome": "Read-only" in ssh(h, "touch ~/x")[2],
               "noexec": "denied" in ssh(h, "cp /bin/true /tmp/t; /tmp/t")[2], "nosftp": sf[0] != 0, "nologin": "not available" in out,
               "nopty": "PTY" in ssh(h, "tty", "-tt")[2], "tinyssh": "tinyssh" in ssh(h, "true", "-v")[2], "dropbear": sf[0] != 0 and "dropbear" in ssh(h, "true", "-v")[2],
               "busybox": "busybox" in ssh(h, "ls -l /bin/ls")[1].lower(), "nolocale": "UTF-8" in tm[2]}.get(f, True)
        check(f"flavour {f}", bool(exp) and (len(bid) == 1 or f == "nologin"))
    for f in ("busybox", "dropbear", "tinyssh"):
        h = hosts[f]; ssh(h, "tmux -L t new-session -d -s job 'while :; do sleep 1; done'"); p = bg(h, "sleep 30"); time.sleep(1); out = lab("reset", h); p.wait(10)
        check(f"reset on {f}", p.returncode == 255 and ssh(h, "tmux -L t ls")[0] == 0, out + " " + p.stderr.read().strip()); b = boot_id(h); out = lab("reboot", h, "--down", 1, "--wait"); check(f"reboot on {f}", boot_id(h) not in ("", b), out)
        lab("pause", h); rc, _, err, _ = ssh(h, "true", "-o", "ConnectTimeout=2"); check(f"pause on {f}", rc == 255, err); lab("resume", h); check(f"resume on {f}", ssh(h, "true")[0] == 0)


want = sys.argv[1:] or ["basics", "cut", "reset", "pause", "reboot", "fill", "slow", "flavours"]
print(lab("up", 2))
try:
    for w in want:
        t = time.time(); print(f"== {w}"); globals()[w](); print(f"   ({time.time()-t:.1f} s)")
finally:
    if "keep" not in os.environ: lab("down")
print(f"{fails} failures"); sys.exit(bool(fails))
