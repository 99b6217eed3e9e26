// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_names.h"
#include "engine/pipeline/apply/target_writer.h"

#include <functional>

namespace busheng {

/// What a target makes of a stream's structure before it applies it.
struct TargetShape {
    TargetNames names;
    bool ignoreColumns = false; ///< columns that the target's table has not are left out; never those of a key
    /// Which columns are left out now, under the source's names; called when the structure is taken up, in the apply
    /// worker.
    std::function<void(const std::vector<TableMapping>& kept)> onIgnored;
    /// Asked before anything is created or altered for `structure`, which has the source's names; what it fails with
    /// stops the stream. Empty: nobody is asked.
    std::function<Result<>(const DatasetSchema& structure, const QStringList& statements)> review;
};

/// A target whose tables and columns have other names than the stream's, or which has some of the columns only. Stands
/// before the writer proper: structures get their names here, rows pass as they are or without what is ignored. The
/// snapshots of it take the stream's tables too. Owns `inner`. See TargetWriter.
std::unique_ptr<TargetWriter> shapedTarget(std::unique_ptr<TargetWriter> inner, TargetShape shape);

} // namespace busheng
