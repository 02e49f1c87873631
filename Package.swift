// swift-tools-version: 6.2

import PackageDescription

/// One list of settings for all targets: the language mode is Swift 6, a warning stops the build, and an
/// import states its reach.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "flotilla",
    platforms: [.macOS(.v15)],
    targets: [
        // The words; imports nothing.
        .target(name: "FleetCore", swiftSettings: settings),

        // libyaml, from the system, and its only door.
        .systemLibrary(
            name: "CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .target(name: "FleetYAML", dependencies: ["CLibYAML"], swiftSettings: settings),
        .target(
            name: "FleetDocuments",
            dependencies: ["FleetCore", "FleetYAML"],
            swiftSettings: settings
        ),

        // Decides; has no socket and no C.
        .target(
            name: "FleetExecution",
            dependencies: ["FleetCore"],
            resources: [.embedInCode("Remote/supervisor.sh"), .embedInCode("Remote/runner.sh")],
            swiftSettings: settings
        ),

        // Events into what people and programs read; cannot see execution.
        .target(name: "FleetReport", dependencies: ["FleetCore"], swiftSettings: settings),
        // A run's folder.
        .target(name: "FleetRecord", dependencies: ["FleetCore"], swiftSettings: settings),

        .testTarget(name: "FleetCoreTests", dependencies: ["FleetCore"], swiftSettings: settings),
        .testTarget(
            name: "FleetYAMLTests", dependencies: ["FleetYAML"], swiftSettings: settings),
        .testTarget(
            name: "FleetDocumentsTests",
            dependencies: ["FleetCore", "FleetDocuments"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetExecutionTests",
            dependencies: ["FleetCore", "FleetExecution"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetReportTests",
            dependencies: ["FleetCore", "FleetReport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetRecordTests",
            dependencies: ["FleetCore", "FleetRecord"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
