internal import CLibYAML

/// libyaml's parser over one text.
///
/// libyaml keeps a pointer to the parser inside the parser, so it lives at an address of its own.
struct YAMLEventStream: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: [UInt8]
    /// Where the event that ``next()`` gave last begins.
    private(set) var mark = YAMLMark(line: 1, column: 1)

    /// Starts to parse `text`, which must stay where it is until this value is gone; `bytes` is the same.
    init(_ text: UnsafeBufferPointer<UInt8>, bytes: [UInt8]) throws(YAMLFault) {
        parser = .allocate(capacity: 1)
        self.bytes = bytes
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLFault(
                .tooLarge, at: mark, "no memory to parse the text", remedy: "free some memory")
        }
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Parses on; after `.streamEnd` there is nothing more to ask for.
    mutating func next() throws(YAMLFault) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            throw YAMLFault(parser.pointee, bytes: bytes)
        }
        defer { yaml_event_delete(&event) }
        mark = YAMLMark(event.start_mark)
        return switch event.type {
        case YAML_STREAM_START_EVENT: .streamStart
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_ALIAS_EVENT: .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: scalar(event.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            .sequenceStart(
                properties(event.data.sequence_start.anchor, event.data.sequence_start.tag))
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            .mappingStart(properties(event.data.mapping_start.anchor, event.data.mapping_start.tag))
        case YAML_MAPPING_END_EVENT: .mappingEnd
        default: .streamEnd
        }
    }

    private func scalar(_ data: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar)
        -> YAMLEvent
    {
        let text = String(
            decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
        let style: YAMLScalar.Style =
            switch data.style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
            case YAML_LITERAL_SCALAR_STYLE: .literal
            case YAML_FOLDED_SCALAR_STYLE: .folded
            default: .plain
            }
        return .scalar(YAMLScalar(text, style: style), properties(data.anchor, data.tag))
    }

    private func properties(
        _ anchor: UnsafePointer<yaml_char_t>?, _ tag: UnsafePointer<yaml_char_t>?
    ) -> YAMLProperties {
        YAMLProperties(anchor: text(anchor), tag: text(tag))
    }

    private func text(_ bytes: UnsafePointer<yaml_char_t>?) -> String? {
        bytes.map { String(cString: $0) }
    }
}

extension YAMLMark {
    /// libyaml counts from 0.
    init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}
