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
    dependencies: [
        // The socket, the event loops, name resolution with happy eyeballs.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        // Signatures of keys (ed25519, ECDSA, RSA) and the digests of fingerprints.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    ],
    targets: [
        // The words; imports nothing.
        .target(name: "FleetCore", swiftSettings: settings),

        // Decides; has no socket and no C.
        .target(name: "FleetExecution", dependencies: ["FleetCore"], swiftSettings: settings),

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

        .testTarget(name: "FleetCoreTests", dependencies: ["FleetCore"], swiftSettings: settings),
        .testTarget(
            name: "SSHTransportTests",
            dependencies: [
                "FleetCore", "FleetExecution", "SSHTransport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
