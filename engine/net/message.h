// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <cstdint>

namespace busheng {

/// What two nodes say to each other inside a session. On the wire: u8 type, u32 stream (little-endian), u32 length,
/// payload. docs/protocol.md lists payloads. Unknown types end the session (Protocol).
enum class MessageType : std::uint8_t {
    Hello = 1,     ///< first message of each side: protocol version, node code, boot id (CBOR); handled by Session
    Ping = 2,      ///< handled by Session
    Pong = 3,      ///< handled by Session
    Bye = 4,       ///< orderly end with a reason; handled by Session
    Packet = 16,   ///< one sealed packet of `stream`, sent by the stream's source
    Received = 17, ///< the receiver has all packets of `stream` up to a sequence, durably
    Applied = 18,  ///< the receiver's target has them
    Refused = 19,  ///< the receiver refuses a packet: sequence, event id
    Control = 32,  ///< CBOR map with "kind": subscribe, key grant, verification ... (engine/host/control_message.h)
    // Files; `stream` is the sender's number of the run (engine/files/file_messages.h).
    FileOpen = 48,   ///< sender: a run begins, or goes on
    FileReady = 49,  ///< receiver: it may, or why not
    FileKey = 50,    ///< sender: what the data is sealed with
    FileOffer = 51,  ///< sender: a large file
    FileNeed = 52,   ///< receiver: what it has of it
    FileData = 53,   ///< sender: many small files, or a chunk of a large one
    FileTaken = 54,  ///< receiver: bytes of FileData that it has dealt with
    FileResult = 55, ///< receiver: what became of files
    FileEnd = 56,    ///< sender: that was all, or the run is given up
    FileEnded = 57,  ///< receiver: the same, with its receipt
    FileAsk = 58,    ///< sender: what does your record of a run say? `stream`: the question's number
    FileAnswer = 59, ///< receiver: this
};

struct Message {
    MessageType type = MessageType::Ping;
    std::uint32_t stream = 0;
    Bytes payload;
};

inline constexpr std::size_t kLargestMessage = 9U << 20; ///< a longer length ends the session before it is read

} // namespace busheng
