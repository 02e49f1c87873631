internal import CLibYAML

extension YAMLFault {
    /// Says in our words what libyaml found; its own words name tokens that no user has heard of.
    init(_ parser: yaml_parser_t, bytes: [UInt8]) {
        let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
        switch parser.error {
        case YAML_READER_ERROR:
            var offset = min(parser.problem_offset, bytes.count)
            if problem == "invalid trailing UTF-8 octet" {
                // The octet that promised more is the wrong one, as any Latin-1 letter is.
                repeat { offset -= 1 } while offset > 0 && bytes[offset] & 0xc0 == 0x80
            }
            self = .unreadable(problem, at: YAMLText.mark(ofByte: max(offset, 0), in: bytes))
        case YAML_MEMORY_ERROR:
            self = YAMLFault(
                .tooLarge, at: YAMLMark(parser.mark), "no memory to parse the text",
                remedy: "free some memory")
        default:
            let text = YAMLText(bytes)
            let start = YAMLMark(parser.context_mark)
            var mark = YAMLMark(parser.problem_mark)
            // What misses its end is noticed at the end of the file; what was opened says more.
            if mark >= text.end, parser.context != nil { mark = start }
            self = .syntax(
                problem, at: min(mark, text.end), since: start,
                context: parser.context.map { String(cString: $0) },
                line: Array((text.line(mark.line) ?? "").unicodeScalars))
        }
    }

    private static func unreadable(_ problem: String, at mark: YAMLMark) -> YAMLFault {
        if problem == "control characters are not allowed" {
            return YAMLFault(
                .encoding, at: mark, "a control character is not allowed in YAML",
                remedy: "remove it, or write it as an escape in double quotes")
        }
        return YAMLFault(
            .encoding, at: mark, "the text is not valid Unicode (\(problem))",
            remedy: "save the file as UTF-8")
    }

    /// - Parameters:
    ///   - start: Where what libyaml was reading begins.
    ///   - context: What libyaml was reading.
    ///   - line: The line of `mark`.
    private static func syntax(
        _ problem: String, at mark: YAMLMark, since start: YAMLMark, context: String?,
        line: [Unicode.Scalar]
    ) -> YAMLFault {
        let opened = "opened on line \(start.line), column \(start.column)"
        let found = line.dropFirst(mark.column - 1).first
        let isSecondColon = line.prefix(mark.column - 1).contains(":")
        let (what, remedy): (String, String) =
            switch (problem, context, found) {
            case ("found character that cannot start any token", _, "\t"),
                ("found a tab character that violates indentation", _, _),
                ("found a tab character where an indentation space is expected", _, _):
                ("a tab can't indent in YAML", "use spaces")
            case ("found character that cannot start any token", _, let found?):
                ("no value can begin with '\(found)'", "put the value in quotes")
            case ("mapping values are not allowed in this context", _, _):
                isSecondColon
                    ? ("a second ':' on one line", "put the value in quotes, or begin a new line")
                    : ("the line above has no ':'", "write it as 'name:' or 'name: value'")
            case ("did not find expected key", _, _):
                ("this is not a key of the mapping \(opened)", "line it up with the other keys")
            case ("did not find expected '-' indicator", _, _):
                ("this is not an entry of the list \(opened)", "begin it with '- ', lined up")
            case ("block sequence entries are not allowed in this context", _, _):
                ("a list can't begin here", "put '- ' on a line of its own")
            case ("could not find expected ':'", _, _):
                ("the key on line \(start.line) has no ':'", "write 'key: value'")
            case ("did not find expected ',' or ']'", _, _):
                ("the '[' \(opened) isn't closed", "add ',' or ']'")
            case ("did not find expected ',' or '}'", _, _):
                ("the '{' \(opened) isn't closed", "add ',' or '}'")
            case ("did not find expected node content", _, _):
                ("a value is missing", "write one, or '' for an empty text")
            case ("found unexpected end of stream", _, _):
                ("the quote \(opened) isn't closed", "close it")
            case ("found unexpected document indicator", _, _):
                ("a document ends inside the quote \(opened)", "close the quote")
            case ("found unknown escape character", _, _):
                ("no such escape", "double the backslash, or use single quotes")
            case ("did not find expected <document start>", _, _):
                ("there is more behind the end of the document", "correct the indentation")
            case (
                "did not find expected alphabetic or numeric character", "while scanning an alias",
                _
            ):
                ("'*' begins an alias", "put the value in quotes")
            case ("did not find expected alphabetic or numeric character", _, _):
                ("'&' begins an anchor", "put the value in quotes")
            default: ("not YAML: \(problem)", "check quotes and indentation")
            }
        return YAMLFault(.syntax, at: mark, what, remedy: remedy)
    }
}
