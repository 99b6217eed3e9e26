// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/model/offline_records.h"
#include "engine/offline/package_part.h"
#include "engine/pipeline/pack/resume_point.h"

#include <functional>
#include <mutex>
#include <optional>

namespace busheng {

/// A package's signature and the certificates by which it is checked.
struct PackageSignature {
    Bytes signature;
    std::vector<Bytes> chain;
};

/// The package of one outgoing stream: its initial load, written to media instead of being sent (§6.1). What the stream
/// seals until LoadEnd goes here, what comes behind goes to the outbox; the digests chain them, so that nothing can be
/// left out between the two unseen.
///
///   waiting -> exporting -> complete        an export that was cut short goes on behind its newest whole part
///
/// Thread: the stream's out worker; status() any. Durable: a part, when add() said so; the package, when finish()
/// returned ok. Fails: Storage; Config OFL_NO_ROOM; Crypto. Failpoints: offline.manifest.before offline.manifest.after
/// and PackagePartWriter's.
class OfflineExport {
public:
    struct Order {
        QString directory;
        qint64 partBytes = 0;
        QString by;
    };
    struct Context {
        FileSystem& fileSystem;
        RandomSource& random;
        QString journalPath;
        StreamId stream;
        QString dataset;
        OfflineExportRecord record;
        LinkKey key;
        std::function<Result<PackageSignature>(BytesView text)> sign;
    };
    struct Status {
        QString state; ///< as OfflineExportRecord; "failed" with an error
        QString packageId;
        QString directory;
        qint64 parts = 0;
        quint64 packets = 0;
        qint64 bytes = 0;
        std::optional<Error> error;
    };

    /// Fails: Corrupt when the record cannot be read.
    static Result<std::unique_ptr<OfflineExport>> open(Context context);

    /// The record of a stream that a peer wants to start offline.
    static OfflineExportRecord newRecord(const StreamId& stream, const PackageHead& head);
    /// The same with an order; without one it waits.
    static Result<OfflineExportRecord> ordered(const OfflineExportRecord& record, const std::optional<Order>& order);

    bool isComplete() const { return m_state == State::Complete; }
    bool isOrdered() const { return m_order.has_value(); }
    bool hasBegun() const { return !m_parts.empty(); }
    bool isWriting() const { return m_isWriting; }
    const LinkKey& key() const { return m_context.key; }
    /// Where the stream goes on behind the package; of a complete one.
    const Packer::Start& joint() const { return m_joint; }

    /// Writing begins: where the load goes on; nothing: at its beginning.
    Result<std::optional<ResumePoint>> begin();
    void noteLoad(const DatasetSchema& schema, const std::vector<std::uint64_t>& rows, quint64 generation);
    /// True when a part is whole, and so everything up to this packet is durable.
    Result<bool> add(const PacketHeader& header, const Digest& digest, BytesView packet);
    /// Headers and digests of the packets of the parts that became whole since the last call.
    std::vector<std::pair<PacketHeader, Digest>> takeWhole();
    /// The load has ended with the packet that was added last.
    Result<> finish();
    void failed(const Error& error);
    Status status() const;

private:
    enum class State { Waiting, Exporting, Complete };
    explicit OfflineExport(Context context) : m_context(std::move(context)) {}
    Result<> readRecord();
    Result<> save();
    Result<> finishPart();
    PackageManifest manifest() const;
    QByteArray detail() const;
    void note();

    Context m_context;
    State m_state = State::Waiting;
    PackageHead m_head;
    std::optional<Order> m_order;
    std::vector<PackagePart> m_parts;
    std::vector<PackageTable> m_tables;
    quint64 m_generation = 1;
    Packer::Start m_joint;
    bool m_isWriting = false;
    std::unique_ptr<PackagePartWriter> m_part;
    Bytes m_last; ///< newest packet added
    std::vector<std::pair<PacketHeader, Digest>> m_inPart;
    std::vector<std::pair<PacketHeader, Digest>> m_whole;

    mutable std::mutex m_mutex; ///< m_status
    Status m_status;
};

/// Under which name LinkKeys keeps the key of a stream's package, beside the keys of the link.
QString packageKeyName(const QString& peer, std::uint32_t number);

} // namespace busheng
