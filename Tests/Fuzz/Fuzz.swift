import Foundation

/// Gives every reader of foreign bytes millions of inputs from a seed, and says which of them it can't take.
///
///     Fuzz run [FLAGS] [PARSER…]     all parsers, or these
///     Fuzz one PARSER:SEED:NUMBER    one input again, shown and checked
///     Fuzz list                      the names of the parsers
///
/// The flags are `--seed N`, `--inputs N` and `--seconds S`, and `--at-once N` for how many parsers run at once.
///
/// The exit status is 1 where something was found.
@main
enum Fuzz {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case "run": Campaign(rest).run()
        case "child": Child(rest)?.run()
        case "one": Reproduction(rest.first ?? "")?.run()
        case "list":
            print(Parser.all.map(\.name).joined(separator: "\n"))
            exit(0)
        default: break
        }
        print(
            "usage: Fuzz run [--seed N] [--inputs N] [--seconds S] [--at-once N] [PARSER…]"
                + " | one PARSER:SEED:NUMBER | list"
        )
        exit(2)
    }
}
