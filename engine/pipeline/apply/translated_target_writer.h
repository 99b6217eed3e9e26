// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// A target that takes streams of databases of other kinds as well: structures and rows become those of `engine`
/// (db/values), the snapshots of it give rows as the source has them. A stream of `engine` itself passes as it is.
/// Stands between shapedTarget() and the writer proper: tables have their names here already. Owns `inner`.
/// See TargetWriter; fails further: Config TGT_TYPE, Conflict TGT_VALUE (StructureTranslation).
std::unique_ptr<TargetWriter> translatedTarget(std::unique_ptr<TargetWriter> inner, QString engine, QString target);

} // namespace busheng
