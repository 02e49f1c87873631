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
    products: [
        // `import Flotilla` plans and runs. The events are FleetCore's, the settings of a wish FleetDocuments', and
        // FleetRecord reads the folders of earlier runs.
        .library(
            name: "Flotilla", targets: ["Flotilla", "FleetCore", "FleetDocuments", "FleetRecord"]),
        .executable(name: "flotilla", targets: ["FlotillaCommand"]),
    ],
    dependencies: [
        // The socket, the event loops, name resolution with happy eyeballs.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        // Signatures of keys (ed25519, ECDSA, RSA), and the digests of fingerprints and of copied files.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        // Flags, help and shell completions of the program.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
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

        // Decides; has no socket and no C. Crypto: the digests of files that are copied.
        .target(
            name: "FleetExecution",
            dependencies: ["FleetCore", .product(name: "Crypto", package: "swift-crypto")],
            resources: [
                .embedInCode("Remote/supervisor.sh"), .embedInCode("Remote/runner.sh"),
                .embedInCode("Files/files.sh"), .embedInCode("Examination/examine.sh"),
            ],
            swiftSettings: settings
        ),

        // libssh2, from the system, and its only door.
        .systemLibrary(
            name: "CLibSSH2",
            pkgConfig: "libssh2",
            providers: [.apt(["libssh2-1-dev"]), .brew(["libssh2"])]
        ),
        .target(
            name: "SSHTransport",
            dependencies: [
                "CLibSSH2", "FleetCore", "FleetExecution",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        // What starting programs takes from the C library, and its only door.
        .target(name: "CPrograms"),
        // Hosts by programs of this machine: the system's ssh, and its own sh. SSHTransport: the threads, and SFTP.
        .target(
            name: "ProcessTransport",
            dependencies: [
                "CPrograms", "FleetCore", "FleetExecution", "SSHTransport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.embedInCode("OpenSSH/master.sh")],
            swiftSettings: settings
        ),

        // Events into what people and programs read; cannot see execution.
        // Crypto: the report's policy knows its style and script by their digests.
        .target(
            name: "FleetReport",
            dependencies: ["FleetCore", .product(name: "Crypto", package: "swift-crypto")],
            resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")],
            swiftSettings: settings
        ),
        // A run's folder.
        .target(name: "FleetRecord", dependencies: ["FleetCore"], swiftSettings: settings),

        // Wires the parts; the library that people import. Crypto: a host's name says of which shard it is.
        .target(
            name: "Flotilla",
            dependencies: [
                "FleetCore", "FleetDocuments", "FleetExecution", "FleetRecord", "FleetReport",
                "ProcessTransport", "SSHTransport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FlotillaCommand",
            dependencies: [
                "FleetCore", "FleetDocuments", "FleetRecord", "FleetReport", "Flotilla",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        // The worked example of the library's pages.
        .executableTarget(
            name: "FleetWatch",
            dependencies: ["FleetCore", "FleetRecord", "Flotilla"],
            path: "Examples/FleetWatch",
            swiftSettings: settings
        ),
        // Measures copying; see Benchmarks/README.md.
        .executableTarget(
            name: "CopyBenchmark",
            dependencies: ["FleetCore", "FleetExecution", "SSHTransport"],
            path: "Benchmarks/Copying",
            swiftSettings: settings
        ),

        // Measures the parts that compute; see Benchmarks/README.md.
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: [
                "FleetCore", "FleetDocuments", "FleetExecution", "FleetReport", "Flotilla",
            ],
            path: "Benchmarks/Micro",
            swiftSettings: settings
        ),

        // Gives the readers of foreign bytes millions of inputs; see `make fuzz`.
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "FleetCore", "FleetDocuments", "FleetExecution", "FleetRecord", "FleetReport",
                "FleetYAML", "Flotilla", "SSHTransport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/Fuzz",
            swiftSettings: settings
        ),

        // What suites on real parts share.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
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
            name: "SSHTransportTests",
            dependencies: [
                "FleetCore", "FleetExecution", "ProcessTransport", "SSHTransport", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetReportTests",
            dependencies: ["FleetCore", "FleetReport", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetRecordTests",
            dependencies: ["FleetCore", "FleetRecord"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FlotillaTests",
            dependencies: [
                "FleetCore", "FleetDocuments", "FleetExecution", "FleetRecord", "FleetReport",
                "Flotilla", "ProcessTransport", "SSHTransport", "TestSupport",
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
