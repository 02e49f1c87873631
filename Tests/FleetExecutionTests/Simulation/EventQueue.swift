/// What is still to happen in virtual time, the soonest first; at the same time, the first that was added.
///
/// A binary heap: a million schedules of some hundred events each are to take minutes.
struct EventQueue<Event> {
    private typealias Entry = (at: Duration, order: Int, what: Event)
    private var heap: [Entry] = []
    private var order = 0

    /// Adds what is to happen at `time`.
    mutating func add(_ what: Event, at time: Duration) {
        order += 1
        heap.append((time, order, what))
        var child = heap.count - 1
        while child > 0, isSooner(child, than: (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes out what happens next; `nil` where nothing is left.
    mutating func next() -> (at: Duration, what: Event)? {
        guard let last = heap.popLast() else { return nil }
        guard let first = heap.first else { return (last.at, last.what) }
        heap[0] = last
        var parent = 0
        while let child = soonerChild(of: parent), isSooner(child, than: parent) {
            heap.swapAt(child, parent)
            parent = child
        }
        return (first.at, first.what)
    }

    private func soonerChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && isSooner(left + 1, than: left) ? left + 1 : left
    }

    private func isSooner(_ one: Int, than other: Int) -> Bool {
        (heap[one].at, heap[one].order) < (heap[other].at, heap[other].order)
    }
}
