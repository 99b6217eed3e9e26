// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <cstdint>

namespace busheng {

/// What two nodes say to each other inside a session. It goes over the wire in one or more fragments: u8 type (its
/// highest bit: more of this message follows), u32 stream (little-endian), u32 length, payload. Fragments of different
/// streams mix. docs/protocol.md lists payloads. Unknown types end the session (Protocol).
enum class MessageType : std::uint8_t {
    Hello = 1,     ///< first message of each side: who it is and what it speaks (CBOR); handled by Session
    Ping = 2,      ///< handled by Session
    Pong = 3,      ///< handled by Session
    Bye = 4,       ///< orderly end with a reason; handled by Session
    Auth = 5,      ///< second message of each side: the proof of its SM2 identity (CBOR); handled by Session
    Credit = 6,    ///< how much more bulk may come; handled by Session
    Packet = 16,   ///< one sealed packet of `stream`, sent by the stream's source
    Received = 17, ///< the receiver has all packets of `stream` up to a sequence, durably
    Applied = 18,  ///< the receiver's target has them
    Refused = 19,  ///< the receiver refuses a packet: sequence, event id
    Begin = 20,    ///< the source: behind this come the packets that the newest subscribe asked for. In turn with them
    Control = 32,  ///< CBOR map with "kind": subscribe, key grant, verification ... (engine/host/control_message.h)
    // Files; `stream` is the sender's number of the run (engine/files/file_messages.h).
    FileOpen = 48,       ///< sender: a run begins, or goes on
    FileReady = 49,      ///< receiver: it may, or why not
    FileKey = 50,        ///< sender: what the data is sealed with
    FileOffer = 51,      ///< sender: a large file
    FileNeed = 52,       ///< receiver: what it has of it
    FileData = 53,       ///< sender: many small files, or a chunk of a large one
    FileTaken = 54,      ///< receiver: bytes of FileData that it has dealt with
    FileResult = 55,     ///< receiver: what became of files
    FileEnd = 56,        ///< sender: that was all, or the run is given up
    FileEnded = 57,      ///< receiver: the same, with its receipt
    FileAsk = 58,        ///< sender: what does your record of a run say? `stream`: the question's number
    FileAnswer = 59,     ///< receiver: this
    FileFetchedAsk = 60, ///< sender: which of these have been fetched?
    FileFetched = 61,    ///< receiver: this
};

/// Bulk is what may wait for everything else: files. It has a credit of its own, so that a receiver whose disk is full
/// of files still takes packets.
constexpr bool isBulk(MessageType type)
{
    return static_cast<std::uint8_t>(type) >= 48 && static_cast<std::uint8_t>(type) < 64;
}

inline constexpr std::uint64_t kBulkCredit = 16U << 20; ///< bytes of bulk payload that may go before the first Credit

struct Message {
    MessageType type = MessageType::Ping;
    std::uint32_t stream = 0;
    Bytes payload;
};

inline constexpr std::size_t kLargestMessage = 9U << 20; ///< a longer length ends the session before it is read

} // namespace busheng
