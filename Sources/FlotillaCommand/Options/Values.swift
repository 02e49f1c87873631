import ArgumentParser
import FleetCore
import FleetDocuments

// How the values of flags are read. ArgumentParser names the flag and the value; these say what is expected.

/// One of the words of an enumeration.
func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String
) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("expected one of \(words)")
    }
    return choice
}

/// A duration above zero.
func duration(_ text: String) throws -> Duration {
    guard let duration = Duration(written: text), duration > .zero else {
        throw ValidationError("expected a duration such as 90s, 5m or 1h30m")
    }
    return duration
}

/// A duration above zero, or `none`.
func timeLimit(_ text: String) throws -> TimeLimit {
    guard let limit = TimeLimit(written: text) else {
        throw ValidationError("expected a duration such as 90s, 5m or 1h30m, or none")
    }
    return limit
}

/// A duration or `forever`.
func patience(_ text: String) throws -> ReconnectPatience {
    guard let patience = ReconnectPatience(written: text) else {
        throw ValidationError("expected a duration such as 90s, 5m or 1h30m, or forever")
    }
    return patience
}

/// `report`, `rerun[:N]` or `expected[:DURATION]`.
func rebootPolicy(_ text: String) throws -> RebootPolicy {
    guard let policy = RebootPolicy(written: text) else {
        throw ValidationError("expected report, rerun, rerun:3, expected or expected:10m")
    }
    return policy
}

/// A login name; what an inventory would take for one.
func loginName(_ text: String) throws -> String {
    guard let name = LoginName.checked(text) else { throw ValidationError("expected a login name") }
    return name
}

/// A whole number from 1 to 100,000.
func positive(_ text: String) throws -> Int {
    guard let number = Int(text), 1...100_000 ~= number else {
        throw ValidationError("expected a whole number from 1 on")
    }
    return number
}

/// A whole number from 0 to 1,000.
func count(_ text: String) throws -> Int {
    guard let number = Int(text), 0...1_000 ~= number else {
        throw ValidationError("expected a whole number from 0 to 1000")
    }
    return number
}

/// A part of the fleet.
func part(_ text: String) throws -> Shard {
    guard let shard = Shard(text) else {
        throw ValidationError(
            "expected I/N, counted from 0: the shards of 8 are 0/8 to 7/8")
    }
    return shard
}

/// A number of hosts or a percentage.
func share(_ text: String) throws -> HostShare {
    guard let share = HostShare(written: text) else {
        throw ValidationError("expected a number of hosts or a percentage: 3 or 10%")
    }
    return share
}

/// Sizes of batches, with commas between.
func shares(_ text: String) throws -> [HostShare] {
    let shares = try text.split(separator: ",", omittingEmptySubsequences: false).map {
        try share(String($0))
    }
    guard !shares.contains(.count(0)), !shares.contains(.percent(0)) else {
        throw ValidationError("a batch of no hosts would never end")
    }
    return shares
}
