// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/packet.h"
#include "engine/model/table_mapping.h"
#include "engine/net/message.h"
#include "engine/pipeline/verify/chunk_digest.h"

#include <QCborMap>
#include <QStringList>

#include <variant>
#include <vector>

namespace busheng::control {

/// What the two ends of a stream say to each other beside packets (docs/protocol.md, "Control messages"). All of it may
/// be lost with the session: whoever asked asks again when the next one opens.

/// By which link keys are wrapped for a node, in one cipher suite.
struct PublicKey {
    std::uint8_t suite = 0; ///< SuiteId
    Bytes pem;

    bool operator==(const PublicKey&) const = default;
};

/// Receiver -> source, at each session's opening: let the stream flow, from what I already have.
struct Subscribe {
    QString dataset;
    std::uint64_t received = 0; ///< newest packet in the receiver's queue
    Digest receivedDigest{};
    std::uint64_t applied = 0; ///< newest packet in the receiver's target
    std::uint64_t appliedPosition = 0;
    std::vector<PublicKey> publicKeys; ///< of the suites that I take, the one I like best first
    /// sourceShape(): which part of the dataset; empty: all of it. With a part the message is of another kind, so that
    /// a source that knows no parts refuses it instead of sending everything.
    std::vector<TableMapping> shape = {};
    bool offline = false;     ///< a new stream's load shall come as a package on media (docs/offline-start.md)
    bool largeRows = false;   ///< I take operations of more than 1 MiB, in parts (docs/formats/packet.md)
    bool largeValues = false; ///< and values that come behind their rows
};

/// Source -> receiver: the answer. `event` empty: accepted.
struct Subscribed {
    QString event;
    QStringList args;
};

/// Source -> receiver, stream 0: behind each Subscribe, and when something changed. All link keys that packets of any
/// stream to the receiver are or will be sealed with.
struct Keys {
    std::uint32_t oldest = 0; ///< epochs below it are needed no more: wipe them
    struct Grant {
        std::uint32_t epoch = 0;
        std::uint8_t suite = 0;
        Bytes wrapped;
    };
    std::vector<Grant> grants;
};

/// Receiver -> source, stream 0: the answer; it has all of these on its disk.
struct KeysHeld {
    std::uint32_t newest = 0; ///< that it ever had, wiped ones too
    struct Held {
        std::uint32_t epoch = 0;
        QString fingerprint;
    };
    std::vector<Held> held;
    QString event; ///< why it did not take one; empty: it took all
    QStringList args;
};

/// Source -> receiver, when something changed, at most twice a second.
struct SourceStatus {
    std::uint64_t source = 0; ///< newest change in the source
    std::uint64_t cached = 0;
    std::uint64_t packed = 0;
    std::uint64_t lastSequence = 0;
    std::int64_t waiting = -1; ///< changes not yet applied, as the source counts them
    std::int64_t lagMs = -1;   ///< by the source's monotonic clock alone
    QString event;             ///< what stops or slows the source; empty: nothing
    QStringList args;
};

/// Receiver -> source: digest a slice of the dataset at a Mark with this id.
struct VerifyRequest {
    std::uint64_t id = 0;
    bool fieldLevel = false;
    std::uint32_t fromTable = 0; ///< where the slice begins; 0: at the first table
    Bytes fromKey;               ///< behind this key of it; empty: at its beginning
    std::uint32_t sliceMs = 0;   ///< about how long it may take; 0: to the end
    bool gentle = false;         ///< rest between chunks, and longer while there is other work
    bool byBytes = false;        ///< keys in the order of their bytes: the target is of another kind of database
    /// Tables of which the target has some columns only, and which; of the others all that the stream carries.
    std::vector<TableMapping> compared = {};
};

/// Source -> receiver: counts of the source's tables at the mark, in the structure's order.
struct TableCounts {
    std::uint64_t id = 0;
    std::uint64_t position = 0;
    std::vector<std::uint64_t> rows;
    std::vector<QStringList> leftOut = {}; ///< per table: columns that no digest covers; empty: none of any table
};

struct ChunkDigests {
    std::uint64_t id = 0;
    std::vector<ChunkDigest> chunks;
    bool last = false;           ///< of the slice
    std::uint32_t nextTable = 0; ///< last: where the next slice begins; 0: there is none
    Bytes nextKey;
};

struct RowsRequest {
    std::uint64_t id = 0;
    std::uint32_t tableId = 0;
    KeyRange range;
    bool shortened = false; ///< large values may come as their length and digest (shortenedRow())
};

struct Rows {
    std::uint64_t id = 0;
    std::uint32_t tableId = 0;
    KeyRange range;
    std::vector<Bytes> rows;
};

/// Either way: this verification is over (done, failed or given up); let the snapshot go.
struct VerifyEnd {
    std::uint64_t id = 0;
    QString event; ///< empty: done
    QStringList args;
};

struct RepairRequest {
    std::uint64_t id = 0; ///< of the verification that found them
    struct Row {
        std::uint32_t tableId = 0;
        Bytes key;
    };
    std::vector<Row> rows;
    std::vector<TableMapping> compared = {}; ///< as in VerifyRequest: what the rows of keyless tables are made of
};

/// Receiver -> source: load this table anew, among the changes. It comes to all receivers of the dataset.
struct ReloadTable {
    QString table;
};

/// Receiver -> source, behind its Subscribes: the streams that it still wants, paused ones included. What is not named
/// is unsubscribed: the source forgets it.
struct WantedStreams {
    std::vector<std::uint32_t> numbers;
};

/// Either way: signed evidence about the packets of the stream up to `sequence` (docs/formats/ledger.md).
struct Statement {
    QString kind; ///< "manifest": the sender sealed them; "receipt": the receiver has applied them
    std::uint64_t sequence = 0;
    QString digest; ///< of packet `sequence`, hex
    std::uint64_t packets = 0;
    std::uint64_t changes = 0;
    qint64 plainBytes = 0;
    qint64 sealedBytes = 0;
    qint64 utcMs = 0;
    std::uint64_t position = 0;
    QString suite;   ///< CipherSuite::name()
    Bytes publicKey; ///< PEM
    Bytes signature;
};

/// Provider -> user, stream 0, at each session's opening and when it changes: a dataset of the catalogue (JSON of a
/// DatasetOffer). Behind the last of them DatasetOffers says which there are.
struct Offer {
    Bytes content;
};

struct DatasetOffers {
    QStringList datasets; ///< what is not named is offered no more
};

/// Either way, stream 0: a signed step of an agreement (docs/formats/exchange.md). Sent again until it is answered.
struct Paper {
    Bytes text;
};

struct PaperTaken {
    QString digest;
    QString event; ///< why it is not taken; empty: it is
    QStringList args;
};

/// Wanting node -> source, stream 0: what the texts of a dataset are like (docs/encodings.md).
struct TextsRequest {
    std::uint64_t id = 0;
    QString dataset;
    std::uint64_t rows = 0; ///< of each table at most; 0: all
};

/// The answer: encodeSourceTexts(), or why there is none.
struct Texts {
    std::uint64_t id = 0;
    Bytes content;
    QString event;
    QStringList args;
};

/// Wanting node -> source, stream 0: the structure of a dataset as its tables have it now.
struct StructureRequest {
    std::uint64_t id = 0;
    QString dataset;
};

/// The answer: encodeSchema(), or why there is none.
struct StructureAnswer {
    std::uint64_t id = 0;
    Bytes content;
    QString event;
    QStringList args;
};

using Body = std::variant<WantedStreams, Subscribe, Subscribed, SourceStatus, VerifyRequest, TableCounts, ChunkDigests,
                          RowsRequest, Rows, VerifyEnd, RepairRequest, ReloadTable, Keys, KeysHeld, Statement, Offer,
                          DatasetOffers, Paper, PaperTaken, TextsRequest, Texts, StructureRequest, StructureAnswer>;

Message encode(std::uint32_t stream, const Body& body);
/// Fails: Protocol on anything that is not one of the above, whole.
Result<Body> decode(const Message& message);

/// Payload of Received and Applied: sequence, position (0 for Received).
struct Progress {
    std::uint64_t sequence = 0;
    std::uint64_t position = 0;
};
Message encodeProgress(MessageType type, std::uint32_t stream, const Progress& progress);
Result<Progress> decodeProgress(const Message& message);

/// Payload of Refused.
struct Refusal {
    std::uint64_t sequence = 0;
    QString event;
};
Message encodeRefusal(std::uint32_t stream, const Refusal& refusal);
Result<Refusal> decodeRefusal(const Message& message);

} // namespace busheng::control
