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

        // Decides; has no socket and no C.
        .target(
            name: "FleetExecution",
            dependencies: ["FleetCore"],
            resources: [.embedInCode("Remote/supervisor.sh"), .embedInCode("Remote/runner.sh")],
            swiftSettings: settings
        ),

        .testTarget(name: "FleetCoreTests", dependencies: ["FleetCore"], swiftSettings: settings),
        .testTarget(
            name: "FleetExecutionTests",
            dependencies: ["FleetCore", "FleetExecution"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
