/// Which part of a playbook is begun: `play 1/2 patch web: batch 2 of 4, 10 hosts`.
public struct BatchMark: Hashable, Sendable, Codable {
    /// The play's name.
    public let name: String
    /// The play's number, from 1.
    public let play: Int
    /// How many plays there are.
    public let plays: Int
    /// The batch's number within its play, from 1.
    public let batch: Int
    /// How many batches the play has.
    public let batches: Int
    /// How many hosts are in the batch.
    public let hosts: Int

    /// Creates the mark of one batch.
    ///
    /// - Parameters:
    ///   - play: Its number, and how many there are.
    ///   - batch: Its number, and how many there are.
    public init(name: String, play: (Int, of: Int), batch: (Int, of: Int), hosts: Int) {
        self.name = name
        (self.play, self.plays) = play
        (self.batch, self.batches) = batch
        self.hosts = hosts
    }
}

extension BatchMark: CustomStringConvertible {
    /// `play 1/2 patch web: batch 2 of 4, 10 hosts`; without the batch where it is the only one.
    public var description: String {
        let part = batches > 1 ? "batch \(batch) of \(batches), " : ""
        return "play \(play)/\(plays) \(name): \(part)\(hosts) host\(hosts == 1 ? "" : "s")"
    }
}
