/// Python's jsonschema, asked whether documents are what a schema of `docs/` says.
enum SchemaCheck {
    /// Checks each line by the schema `docs/<name>.schema.json`, and gives what is wrong with the first bad one.
    static func trouble(in lines: String, by name: String) async throws -> String? {
        let program = """
            import json, sys
            from jsonschema import Draft202012Validator
            schema = json.load(open(sys.argv[1]))
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            for line in open("lines", encoding="utf-8", newline="\\n"):
                for error in validator.iter_errors(json.loads(line)):
                    sys.exit(f"{line}{error.message}")
            """
        let schema = OtherProgram.path("docs/\(name).schema.json")
        let answer = try await OtherProgram.run(
            ["python3", "-c", program, schema], files: ["lines": lines])
        return answer.status == 0 ? nil : answer.output
    }
}
