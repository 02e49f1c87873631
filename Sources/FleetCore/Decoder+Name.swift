extension Decoder {
    /// Decodes a bare string and parses it with `parse`.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when `parse` refuses the text.
    func decodeName<Name>(_ parse: (String) -> Name?) throws -> Name {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        guard let name = parse(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a valid \(Name.self)")
        }
        return name
    }
}
