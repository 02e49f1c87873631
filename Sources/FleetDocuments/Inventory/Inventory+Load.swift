extension Inventory {
    /// Reads what `-i` names, one after another, and merges it.
    ///
    /// A source that holds a comma is a list of hosts (`web1,web2:2222,`), any other the path of a file. What
    /// a later source says about a level wins, setting by setting and variable by variable; a key or a script
    /// is replaced whole; the hosts and children of a group add up.
    ///
    /// - Parameter home: The operator's home, for `~`.
    /// - Throws: All mistakes of all sources.
    public static func load(_ sources: [String], home: String) throws(InventoryError) -> Inventory {
        var builder = InventoryBuilder(home: home)
        for source in sources {
            if source.utf8.contains(UInt8(ascii: ",")) {
                builder.add(hostList: source)
                continue
            }
            do throws(FileReadingError) {
                let content = try FileReading.bytes(of: source, most: InventoryBuilder.mostBytes)
                builder.add(content, named: source)
                if builder.ansibleFiles.contains(source) { builder.addVariableFolder(of: source) }
            } catch {
                builder.refuse(error, of: source)
            }
        }
        return try builder.build()
    }

    /// Reads one text as if it were the file of that name.
    ///
    /// - Parameter home: The operator's home; unless given, `~` stays as it is.
    /// - Throws: All its mistakes.
    public static func parse(
        _ text: String, named file: String = "fleet.yaml", home: String = "~"
    ) throws(InventoryError) -> Inventory {
        var builder = InventoryBuilder(home: home)
        builder.add(Array(text.utf8), named: file)
        return try builder.build()
    }
}
