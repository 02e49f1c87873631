extension Inventory {
    /// Reads what `-i` names, one after another, and merges it.
    ///
    /// A source that holds a comma is a list of hosts (`web1,web2:2222,`), any other the path of a file, a program or
    /// a folder of them. What a later source says about a level wins, setting by setting and variable by variable; a
    /// key or a script is replaced whole; the hosts and children of a group add up. Where sources of our own meet
    /// Ansible's, nearest first: a host's own settings, Ansible's variables of the host, settings of groups, defaults.
    ///
    /// - Parameters:
    ///   - outputs: What the programs among them printed, by their path; one that wasn't run is a mistake.
    ///   - home: The operator's home, for `~`.
    /// - Throws: All mistakes of all sources.
    public static func load(
        _ sources: [String], outputs: [String: ProgramOutput] = [:], home: String
    ) throws(InventoryError) -> Inventory {
        try load(InventorySources(named: sources), outputs: outputs, home: home)
    }

    /// Reads sources that were looked at before.
    ///
    /// - Throws: All mistakes of all sources.
    public static func load(
        _ sources: InventorySources, outputs: [String: ProgramOutput], home: String
    ) throws(InventoryError) -> Inventory {
        var builder = InventoryBuilder(home: home)
        for (source, folder) in zip(sources.all, sources.folders) {
            let known = builder.ansibleFiles.count
            builder.add(source, outputs: outputs)
            if builder.ansibleFiles.count > known { builder.addVariableFolder(folder) }
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
