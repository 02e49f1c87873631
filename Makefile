# Everything that one does with this repository. A fresh Debian or Ubuntu machine with a Swift
# toolchain is enough: what else is missing, .ci/setup installs, and says so.

SWIFT ?= swift
# A target's undeclared import of a sibling is an error: the arrows of the architecture are checked.
BUILD_FLAGS = --explicit-target-dependency-import-check=error

# The suites that run real servers, shells and programs, in real time: after those that only compute, which
# would keep all cores from them; and those that kill shells at chosen points after those that fill the machine.
REAL = SSHTransportTests|FlotillaTests|RemoteProgramOnRealShells

.DEFAULT_GOAL = help
.PHONY: help demo picture captures test simulate fuzz fuzz-short sanitize build release install man deb deb-test docs lint bench counts chaos chaos-short matrix matrix-check report-test lab-test setup clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

demo: build ## a script on six real SSH servers on loopback, live; cleans up behind itself
	@Tests/Demo/demo "$$($(SWIFT) build --show-bin-path)/flotilla"

picture: build ## the README's picture of the demo, made anew: Tests/Demo/run.svg
	@Tests/Demo/picture "$$($(SWIFT) build --show-bin-path)/flotilla"

captures: build ## the pictures of docs/terminal.md, made anew: 200 hosts in a terminal of 80 and of 200 columns
	@Tests/Terminal/captures "$$($(SWIFT) build --show-bin-path)/flotilla"

test: setup ## build and run all tests
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test --skip-build --disable-xctest --skip '$(REAL)'
	$(SWIFT) test --skip-build --disable-xctest --filter 'SSHTransportTests|FlotillaTests'
	$(SWIFT) test --skip-build --disable-xctest --filter 'RemoteProgramOnRealShells'
	@Tests/Farm/test
	@Tests/Packaging/test_install "$$($(SWIFT) build --show-bin-path)/flotilla"

# How many schedules of losses, reboots and deaths the state machine is put through; of some ten events each.
SCHEDULES ?= 1000000
simulate: setup ## a million schedules of losses, reboots and deaths in virtual time; SCHEDULES=n; FLOTILLA_SEED=n for one
	FLOTILLA_SCHEDULES=$(SCHEDULES) $(SWIFT) test -c release --build-path .build-simulate \
	    -Xswiftc -enable-testing --disable-xctest --filter JobSimulation

# For how long, and how much, each reader of foreign bytes is fuzzed; FUZZ=parser:seed:number has one input again.
FUZZ_SECONDS ?= 300
FUZZ_INPUTS ?= 10000000
FUZZ_SEED ?= fresh
FUZZ ?=
FUZZER = $(SWIFT) build -c release --build-path .build-fuzz -Xswiftc -enable-testing --product Fuzz
fuzz: setup ## damaged inputs for all that reads foreign bytes, 5 minutes; FUZZ_SECONDS=n, FUZZ_INPUTS=n, FUZZ_SEED=n; FUZZ=parser:seed:n for one
	$(FUZZER)
	@fuzzer="$$($(FUZZER) --show-bin-path)/Fuzz"; if [ -n "$(FUZZ)" ]; then "$$fuzzer" one "$(FUZZ)"; \
	else "$$fuzzer" run --seed $(FUZZ_SEED) --inputs $(FUZZ_INPUTS) --seconds $(FUZZ_SECONDS); fi

fuzz-short: setup ## the same for a minute, from a seed that is always the same: what it finds is new in the change
	$(SWIFT) build --product Fuzz $(BUILD_FLAGS)
	@"$$($(SWIFT) build --show-bin-path)/Fuzz" run --seed 1 --seconds 60

# HostAdviceTests are left out of the thread sanitizer: Swift 6.3 tells it of an access to the system's generator of random
# numbers, which has no place in memory, and it dies.
# Leaks are left out: what LeakSanitizer finds is Foundation's reading of files in /proc, pools that live as long as the
# process, and 32 bytes a key exchange in libssh2 1.10.
sanitize: setup ## the tests under the thread sanitizer, those of the transports under the address sanitizer; not in CI, for each builds all anew
	$(SWIFT) build --build-tests --sanitize=thread --build-path .build-thread
	$(SWIFT) test --skip-build --sanitize=thread --build-path .build-thread --disable-xctest --skip '$(REAL)'
	$(SWIFT) test --skip-build --sanitize=thread --build-path .build-thread --disable-xctest --filter 'SSHTransportTests|FlotillaTests' --skip HostAdviceTests
	$(SWIFT) build --build-tests --sanitize=address --build-path .build-address
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --skip-build --sanitize=address --build-path .build-address --disable-xctest --filter SSHTransportTests

build: ## the program, for debugging: .build/debug/flotilla
	@.ci/setup
	$(SWIFT) build --product flotilla $(BUILD_FLAGS)

release: ## the program, optimised: .build/release/flotilla
	@.ci/setup
	$(SWIFT) build --product flotilla -c release $(BUILD_FLAGS)

# A program that leaves this machine brings Swift's libraries along. It has a build of its own, as all is built anew.
PREFIX ?= /usr/local
DESTDIR ?=
STATIC = $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
PORTABLE = .build-release/release/flotilla
$(PORTABLE): $(shell find Sources Package.swift -type f)
	@.ci/setup
	$(SWIFT) build --product flotilla -c release --build-path .build-release $(STATIC) $(BUILD_FLAGS)
	@touch $@

install: $(PORTABLE) ## the program, its manual and completions, under PREFIX (/usr/local); DESTDIR is heeded
	@.packaging/install $(PORTABLE) "$(PREFIX)" "$(DESTDIR)"

man: build ## the manual pages, made from the commands' help: .build/man; read them with man -l
	@.packaging/manual "$$($(SWIFT) build --show-bin-path)/flotilla" .build/man

deb: $(PORTABLE) ## a Debian package: .build-release/flotilla_….deb
	@.ci/setup package
	@.packaging/deb $(PORTABLE) .build-release

deb-test: deb ## installs it on a bare Debian 12 and uses it there (root; makes that system at first)
	@Tests/Packaging/test_deb "$$(ls -t .build-release/flotilla_*.deb | head -1)"

docs: ## the library's pages: .build/docs; see .packaging/docs
	@.ci/setup
	$(SWIFT) build --target Flotilla
	@.packaging/docs "$$($(SWIFT) build --show-bin-path)" .build/docs

lint: setup ## Swift's format, shellcheck, Python's syntax
	@.ci/lint

bench: ## 200 hosts and more against pssh, pdsh, clush and ssh; see Benchmarks/run --help
	@.ci/setup
	@Benchmarks/run

counts: build ## processes, round trips, system calls and allocations that a host costs, against Benchmarks/counts.json
	@.ci/setup tests
	@Benchmarks/counts "$$($(SWIFT) build --show-bin-path)/flotilla"

chaos: release ## cut links, reboot hosts, kill processes, on real sshd and tmux (root for all of it); see Tests/Chaos/chaos --help
	@.ci/setup tests
	@Tests/Lab/mkroots
	@Tests/Chaos/chaos .build/release/flotilla

chaos-short: build ## the part of it that needs no root, in half a minute
	@.ci/setup tests
	@Tests/Chaos/chaos --short "$$($(SWIFT) build --show-bin-path)/flotilla"

matrix: build ## each server, login shell and transport, for real: the table of docs/servers.md, written anew (root)
	@.ci/setup tests
	@Tests/Matrix/matrix "$$($(SWIFT) build --show-bin-path)/flotilla" --write docs/servers.md

matrix-check: build ## the same, and whether the table says what was seen (root)
	@.ci/setup tests
	@Tests/Matrix/matrix "$$($(SWIFT) build --show-bin-path)/flotilla" --check docs/servers.md

lab-test: ## the laboratory's own tests (root; builds root file systems at first)
	@.ci/setup
	@Tests/Lab/tests/test_cutproxy.py
	@Tests/Lab/mkroots
	@Tests/Lab/tests/test_lab.py

report-test: build ## the report of a 1,000-host run in a real Chromium: speed, search, keyboard, contrast, attacks
	@.ci/setup tests browser
	@Tests/Report/test_report.py "$$($(SWIFT) build --show-bin-path)/flotilla"

setup: ## install what building and testing need; silent when all is there
	@.ci/setup tests

clean: ## remove what was built
	rm -rf .build .build-release .build-simulate .build-fuzz .build-thread .build-address .build-peers
