import Foundation

/// JSON of one value, as files of a run hold it.
enum JSONFile {
    /// The value as indented JSON with sorted keys and a final newline.
    static func encode(_ value: some Encodable, for path: String) throws(RecordError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
        } catch {
            throw RecordError(.failed, at: path, "can't be written as JSON: \(error)")
        }
    }

    /// Reads a value back.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], of path: String
    ) throws(RecordError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw RecordError(
                .damaged, at: path, "is not what this flotilla writes there: \(words(of: error))")
        }
    }

    /// Where in the document and what, without the decoder's Swift vocabulary.
    static func words(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        let context: DecodingError.Context =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .keyNotFound(_, let context), .dataCorrupted(let context):
                context
            @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
            }
        let place = context.codingPath.map(\.stringValue).joined(separator: ".")
        return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
    }
}
