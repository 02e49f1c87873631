/// What may be written before a value.
struct YAMLProperties {
    let anchor: String?
    let tag: String?
}
