extension String {
    /// What another side wrote, made safe to show: visible ASCII, and not too much of it.
    ///
    /// A server must not move the operator's cursor by the text of a refusal.
    package init(foreign bytes: some Sequence<UInt8>, limit: Int = 400) {
        let visible = UInt8(ascii: " ")...UInt8(ascii: "~")
        self = String(
            decoding: bytes.prefix(limit).map { visible.contains($0) ? $0 : UInt8(ascii: "?") },
            as: UTF8.self)
    }
}
