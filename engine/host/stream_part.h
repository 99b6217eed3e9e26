// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/dataset_projection.h"
#include "engine/journal/journal.h"
#include "engine/model/packet.h"
#include "engine/pipeline/compose/composer.h"

namespace busheng {

/// `shape` with no more columns than `compared` names of its tables: what both ends of a comparison have.
std::vector<TableMapping> narrowed(const std::vector<TableMapping>& shape, const std::vector<TableMapping>& compared,
                                   const DatasetSchema& whole);

/// The part of its dataset that an outgoing stream carries, from one structure to the next. A stream that carries all
/// of it has none.
///
/// The log cache holds whole rows and may have dropped the structure they are read by, while packets hold the structure
/// of the part: so the whole structure behind each version that the stream sends is kept in the journal, before it is
/// sent. Thread: the stream's worker, with a journal connection of its own. Fails: Config MAP_REFUSED, MAP_STRUCTURE;
/// Storage. Failpoints: part.structure.before part.structure.after.
class StreamPart {
public:
    StreamPart(QString journalPath, StreamId id, std::vector<TableMapping> shape);

    /// What of `whole` is carried; nothing when the part does not fit it, of which begin() says why. Thread: any.
    std::optional<DatasetSchema> carriedOf(const DatasetSchema& whole) const;
    /// A load begins with `whole`. Durable.
    Result<> begin(const DatasetSchema& whole);
    /// Goes on behind a packet of `version`.
    Result<> resume(std::uint32_t version);
    /// A Structure item becomes one of the part; it is in force for the blocks behind it. Durable. One that is not
    /// newer is left alone, as the packer leaves it. After an error, or once it was followed, it may be given again.
    Result<> follow(ComposedItem& item);

    const DatasetProjection& projection() const { return *m_projection; }
    /// The blocks of `composer` pass through the part from now on. `fetch` as in DatasetProjection.
    void attach(Composer& composer, DatasetProjection::Fetch fetch);
    /// The journal connection belongs to the worker: call at its end.
    void close() { m_journal.reset(); }

private:
    /// What a block became of which some pieces were taken and one was not. Rows that were fetched for it may be others
    /// when the walk begins again, and so the pieces.
    struct Interrupted {
        std::uint64_t number = 0; ///< Composer::blockNumber()
        std::uint32_t count = 0;
        Bytes block;
    };
    Result<> take(const DatasetSchema& whole, std::uint32_t oldest);
    Result<> project(std::uint64_t number, BytesView block, std::uint32_t count, const DatasetProjection::Fetch& fetch,
                     const Composer::BlockSink& sink);
    Result<Journal*> journal();

    QString m_journalPath;
    StreamId m_id;
    std::vector<TableMapping> m_shape;
    std::optional<DatasetProjection> m_projection;
    std::uint32_t m_before = 0; ///< version before the one in force: the newest packet may be of it
    Bytes m_block;              ///< reused
    PartCollector m_parts;      ///< of a large operation of a table that is carried in part
    std::optional<Interrupted> m_interrupted;
    std::unique_ptr<Journal> m_journal;
};

} // namespace busheng
