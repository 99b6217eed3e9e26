// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/verify/chunk_digest.h"

namespace busheng {

/// What the target holds in a range that the source digested.
struct DigestComparison {
    bool equal = false;
    ChunkDigest target;
};

/// Digests the source's range at the target and compares. Both snapshots must stand at the same position, else the
/// answer means nothing. Fails: as TableSnapshot; Protocol when the digest is of another table.
Result<DigestComparison> compareDigest(TableSnapshot& target, const TableSchema& table, const ChunkDigest& source);

} // namespace busheng
