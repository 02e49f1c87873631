import FleetCore
import FleetExecution

/// What is asked of an SFTP server.
///
/// SFTP is spoken here, over a channel of libssh2, and not by libssh2 itself: its version 1.10 has no
/// `posix-rename`, without which no file can be replaced in one step; a call of it that is cut short leaves
/// its session half-way; and it decides how much is read ahead.
///
/// - Source: draft-ietf-secsh-filexfer-02 (version 3); OpenSSH, PROTOCOL, section 4.
enum SFTPRequest {
    /// Which version is spoken; the only one without a number.
    case begin
    case open(RemotePath, SFTPOpening)
    case close(SFTPHandle)
    case read(SFTPHandle, at: UInt64, count: Int)
    case write(SFTPHandle, at: UInt64, ArraySlice<UInt8>)
    case status(RemotePath)
    case setMode(RemotePath, FileMode)
    case openFolder(RemotePath)
    case readFolder(SFTPHandle)
    case remove(RemotePath)
    case makeFolder(RemotePath, FileMode)
    case rename(RemotePath, to: RemotePath)
    /// In place of what has the name, in one step.
    case replace(RemotePath, by: RemotePath)
    /// How much room is on the disk of a path.
    case room(RemotePath)

    /// The version of the protocol that every server speaks.
    static let version: UInt32 = 3

    /// The packet, with its length in front.
    func packet(id: UInt32) -> [UInt8] {
        var body = SSHWriter()
        body.byte(type)
        if case .begin = self { body.uint32(SFTPRequest.version) } else { body.uint32(id) }
        writeArguments(into: &body)
        var packet = SSHWriter()
        packet.string(body.bytes)
        return packet.bytes
    }

    private var type: UInt8 {
        switch self {
        case .begin: 1
        case .open: 3
        case .close: 4
        case .read: 5
        case .write: 6
        case .status: 7
        case .setMode: 9
        case .openFolder: 11
        case .readFolder: 12
        case .remove: 13
        case .makeFolder: 14
        case .rename: 18
        case .replace, .room: 200
        }
    }

    private func writeArguments(into body: inout SSHWriter) {
        switch self {
        case .begin: break
        case .open(let path, let opening):
            body.string(path.bytes)
            body.uint32(opening.rawValue)
            body.mode(opening == .making ? FileMode(bits: 0o600) : nil)
        case .close(let handle), .readFolder(let handle): body.string(handle.bytes)
        case .read(let handle, let offset, let count):
            body.string(handle.bytes)
            body.uint64(offset)
            body.uint32(UInt32(count))
        case .write(let handle, let offset, let bytes):
            body.string(handle.bytes)
            body.uint64(offset)
            body.string(bytes)
        case .status(let path), .openFolder(let path), .remove(let path): body.string(path.bytes)
        case .setMode(let path, let mode), .makeFolder(let path, let mode):
            body.string(path.bytes)
            body.mode(mode)
        case .rename(let path, let target):
            body.string(path.bytes)
            body.string(target.bytes)
        case .replace(let target, let path):
            body.string(SFTPExtension.replace.rawValue)
            body.string(path.bytes)
            body.string(target.bytes)
        case .room(let path):
            body.string(SFTPExtension.room.rawValue)
            body.string(path.bytes)
        }
    }
}

/// What a file is opened for.
enum SFTPOpening: UInt32 {
    /// To be read.
    case reading = 0x01
    /// To be written where it is.
    case writing = 0x02
    /// To be made and written; nothing may have the name, nor a link.
    case making = 0x2a
}

/// What a server calls a file that it has opened for us.
struct SFTPHandle: Hashable {
    let bytes: [UInt8]
}

/// What a server may offer beyond the protocol's version 3.
enum SFTPExtension: String {
    case replace = "posix-rename@openssh.com"
    case room = "statvfs@openssh.com"
}

extension SSHWriter {
    /// Writes a big-endian number of eight bytes.
    fileprivate mutating func uint64(_ value: UInt64) {
        uint32(UInt32(truncatingIfNeeded: value >> 32))
        uint32(UInt32(truncatingIfNeeded: value))
    }

    /// Writes attributes that are a mode, or none.
    fileprivate mutating func mode(_ mode: FileMode?) {
        uint32(mode == nil ? 0 : 0x04)
        if let mode { uint32(mode.bits) }
    }
}
