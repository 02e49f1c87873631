import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("Colours")
struct ColorTests {
    @Test(
        "are used as the flag, then the environment, then the terminal say",
        arguments: [
            (ColorPolicy.always, false, ["NO_COLOR": "1"], true),
            (.never, true, ["CLICOLOR_FORCE": "1"], false),
            (.auto, true, [:], true), (.auto, false, [:], false),
            (.auto, true, ["NO_COLOR": "1"], false), (.auto, true, ["NO_COLOR": ""], true),
            (.auto, false, ["CLICOLOR_FORCE": "1"], true),
            (.auto, false, ["CLICOLOR_FORCE": "0"], false),
            (.auto, false, ["CLICOLOR_FORCE": ""], false),
            (.auto, true, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false),
            (.auto, true, ["TERM": "dumb"], false), (.auto, true, ["TERM": "xterm"], true),
        ] as [(ColorPolicy, Bool, [String: String], Bool)])
    func decides(policy: ColorPolicy, isTerminal: Bool, environment: [String: String], uses: Bool) {
        #expect(policy.usesColor(isTerminal: isTerminal, environment: environment) == uses)
    }

    @Test("of hosts stand out on black and on white", arguments: HostPalette.colors)
    func standOut(color: UInt8) {
        let luminance = relativeLuminance(color)
        #expect((luminance + 0.05) / 0.05 >= 3, "on black")
        #expect(1.05 / (luminance + 0.05) >= 3, "on white")
    }

    @Test("of hosts are the same in each run, and differ among neighbours")
    func areStable() throws {
        let names = (1...8).map { "web\($0)" }
        let colors = try names.map { HostPalette.color(of: try #require(HostID($0))) }
        #expect(colors == [99, 28, 30, 33, 64, 67, 30, 136])
        #expect(Set(colors).count >= 6)
    }

    /// - Source: WCAG 2.2, "relative luminance"; xterm's 256colres.h for the levels of the colour
    ///   cube.
    private func relativeLuminance(_ color: UInt8) -> Double {
        let levels: [Double] = [0, 95, 135, 175, 215, 255]
        let index = Int(color) - 16
        let channels = [index / 36, index / 6 % 6, index % 6].map { step in
            let level = levels[step] / 255
            return level <= 0.04045 ? level / 12.92 : pow((level + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
}
