/// One reader of foreign bytes, and what must hold for it.
struct Parser: Sendable {
    /// Reads an input, and says what came of it.
    typealias Reading = @Sendable (_ input: [UInt8], _ random: inout SplitMix) -> Verdict

    let name: String
    let mutation: Mutation
    let reading: Reading

    init(
        _ name: String, samples: [[UInt8]], wholes: [[UInt8]] = [], words: [String],
        reading: @escaping Reading
    ) {
        self.name = name
        self.mutation = Mutation(
            samples: samples, wholes: wholes,
            words: words.map { Array($0.utf8) } + [[0], [0xff], [0xc2, 0x85], [0xe2, 0x80, 0xa8]])
        self.reading = reading
    }

    init(
        _ name: String, samples: [String], wholes: [String] = [], words: [String],
        reading: @escaping Reading
    ) {
        self.init(
            name, samples: samples.map { Array($0.utf8) }, wholes: wholes.map { Array($0.utf8) },
            words: words, reading: reading)
    }

    static let all: [Parser] =
        documents + [knownHosts, key, agent, sftp, keyExchange, sshConfig]
        + [answer, fileAnswer, digest] + [terminal, lines, jsonLines, display]
        + [journal, request]

    static func named(_ name: some StringProtocol) -> Parser? { all.first { $0.name == name } }

    /// The input of this number, and what is left of its random numbers.
    func input(seed: UInt64, number: Int) -> (bytes: [UInt8], random: SplitMix) {
        var random = SplitMix(seed: seed, input: number)
        let bytes = mutation.input(&random)
        return (bytes, random)
    }

    /// Checks one input; also says where it took unreasonably long.
    func trial(seed: UInt64, number: Int) -> Verdict {
        var (bytes, random) = input(seed: seed, number: number)
        let (verdict, cost) = measured { reading(bytes, &random) }
        if cost < Parser.patience { return verdict }
        // The second time, nothing is read or set up for the first time any more.
        let again = measured { reading(bytes, &random) }.cost
        return again < Parser.patience
            ? verdict : .wrong("takes \(again) of the processor for \(bytes.count) bytes")
    }

    /// How much of the processor one input may take.
    ///
    /// The longest, some 64 KiB, take a hundredth of it where the time grows with the length, and many times as
    /// much where it grows with its square. Without optimisation all takes ten times as long.
    #if DEBUG
        private static let patience = Duration.seconds(60)
    #else
        private static let patience = Duration.seconds(3)
    #endif
}
