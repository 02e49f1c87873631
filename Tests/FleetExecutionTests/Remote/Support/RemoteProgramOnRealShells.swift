import Testing

/// The suites that run the program under real shells and tmux, one test at a time: each starts dozens of processes.
@Suite("The remote program", .serialized, .timeLimit(.minutes(5)))
enum RemoteProgramOnRealShells {}
