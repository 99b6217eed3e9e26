// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/tree_directory.h"
#include "engine/model/packet.h"
#include "engine/net/message.h"

#include <QStringList>

#include <vector>

/// What two nodes say to each other about files: docs/protocol.md §7. Decoding fails with Protocol, and takes nothing
/// that is not whole, has a rest, or is larger than it may be.
namespace busheng::filemsg {

using RunKey = std::array<char, 16>;

struct Open {
    RunKey key{};
    QString task;
    QString targetDirectory; ///< beneath the receive directory
    bool fullCopy = false;   ///< what is no longer in the receive directory shall come again
    bool seal = true;
    bool sealedAtRest = false; ///< the files shall lie sealed at the receiver
};

/// Whom keys of a suite are for.
struct PublicKey {
    std::uint8_t suite = 1; ///< SuiteId
    Bytes pem;
};

struct Ready {
    QString event; ///< empty: it may begin
    QStringList args;
    std::vector<PublicKey> keys; ///< of the suites that the receiver takes, the one it likes best first
};

struct Key {
    std::uint32_t epoch = 0;
    BootId salt{};
    Bytes wrapped;          ///< the link key
    std::uint8_t suite = 1; ///< SuiteId, of the link key
};

struct Offer {
    std::uint64_t number = 0; ///< of the file, within this opening of the run
    Bytes directory;
    Bytes name;
    FileIdentity version;  ///< at the sender: whether what is there already is of the same content
    Bytes digest;          ///< empty when not known yet
    Bytes basis;           ///< digest of the version that the sender can tell the differences from; empty: none
    QString encoding = {}; ///< that the file was in at the sender; empty: nobody looked
    Bytes original = {};   ///< SM3 of it before it became UTF-8; empty: it is as it was
};

struct Need {
    enum class Verdict : std::uint8_t { Whole = 0, Nothing = 1, Rest = 2, Differences = 3 };
    std::uint64_t number = 0;
    Verdict verdict = Verdict::Whole;
    std::vector<Digest> chunks; ///< Rest: those that are there, from the first
};

struct Result {
    enum class Outcome : std::uint8_t { Arrived = 0, Repeated = 1, Failed = 2, BasisLost = 3 };
    std::uint64_t number = 0;
    Outcome outcome = Outcome::Arrived;
    QString event; ///< of Failed
    QStringList args;
};

struct End {
    bool isGivenUp = false;
    std::uint64_t files = 0; ///< results that the sender has, in this opening
};

struct Ended {
    std::uint64_t files = 0;
    Bytes receipt; ///< SM2 over receiptText()
};

/// A page of the receiver's record of a run: of its directories, or of the files of one.
struct Ask {
    RunKey key{};
    bool wantsDirectories = false;
    Bytes directory;
    Bytes after; ///< path or name; what follows it
};

struct AnswerItem {
    Bytes name; ///< of a directory: its path
    std::uint64_t size = 0;
    Bytes digest;
};

struct Answer {
    bool isKnown = false; ///< the run
    bool isLast = true;
    std::uint64_t arrived = 0; ///< of the whole run
    std::uint64_t repeated = 0;
    std::uint64_t failed = 0;
    std::uint64_t bytes = 0;
    std::vector<AnswerItem> items;
};

/// Which of these files, in the versions with these digests, have been fetched at the receiver?
struct FetchedAsk {
    struct Item {
        Bytes name;
        Digest digest{};
    };
    QString task;
    Bytes directory;
    std::vector<Item> items; ///< at most kMostFetchedAsked
};
inline constexpr std::size_t kMostFetchedAsked = 1000;

/// In the order of the question.
struct Fetched {
    std::vector<bool> fetched;
};

/// One file of a bundle; a directory has no content.
struct BundleItem {
    std::uint64_t number = 0;
    bool isDirectory = false;
    Bytes directory;
    Bytes name;
    std::int64_t modifiedNs = 0;
    Digest digest{};
    BytesView content;     ///< into the bundle's bytes
    QString encoding = {}; ///< as Offer has it
    Bytes original = {};   ///< the same
};

Message encode(std::uint32_t run, const Open& value);
Message encode(std::uint32_t run, const Ready& value);
Message encode(std::uint32_t run, const Key& value);
Message encode(std::uint32_t run, const Offer& value);
Message encode(std::uint32_t run, const Need& value);
Message encode(std::uint32_t run, const std::vector<Result>& values);
Message encode(std::uint32_t run, const End& value);
Message encode(std::uint32_t run, const Ended& value);
Message encode(std::uint32_t question, const Ask& value);
Message encode(std::uint32_t question, const Answer& value);
Message encode(std::uint32_t run, const FetchedAsk& value);
Message encode(std::uint32_t run, const Fetched& value);
Message encodeTaken(std::uint32_t run, std::uint64_t bytes);

busheng::Result<Open> decodeOpen(BytesView payload);
busheng::Result<Ready> decodeReady(BytesView payload);
busheng::Result<Key> decodeKey(BytesView payload);
busheng::Result<Offer> decodeOffer(BytesView payload);
busheng::Result<Need> decodeNeed(BytesView payload);
busheng::Result<std::vector<Result>> decodeResults(BytesView payload);
busheng::Result<End> decodeEnd(BytesView payload);
busheng::Result<Ended> decodeEnded(BytesView payload);
busheng::Result<Ask> decodeAsk(BytesView payload);
busheng::Result<Answer> decodeAnswer(BytesView payload);
busheng::Result<FetchedAsk> decodeFetchedAsk(BytesView payload);
busheng::Result<Fetched> decodeFetched(BytesView payload);
busheng::Result<std::uint64_t> decodeTaken(BytesView payload);

void appendBundleItem(Bytes& bundle, const BundleItem& item);
/// Views into `bundle`.
busheng::Result<std::vector<BundleItem>> decodeBundle(BytesView bundle);

/// What the receiver signs at the end of a run.
Bytes receiptText(const RunKey& key, const QString& receiver, std::uint64_t files, const Digest& ofResults);

} // namespace busheng::filemsg
