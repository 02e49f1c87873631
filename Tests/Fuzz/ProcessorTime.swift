#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs `work`; gives what came of it and the processor's time that it took, whatever else the machine does.
func measured<Result>(_ work: () -> Result) -> (result: Result, cost: Duration) {
    let start = processorTime()
    let result = work()
    return (result, processorTime() - start)
}

private func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
