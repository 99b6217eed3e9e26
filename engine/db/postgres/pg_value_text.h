// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"
#include "engine/model/schema.h"

namespace busheng {

/// A value of a row for people, as PostgreSQL itself would print it, when the type's binary form is one we know
/// (numbers, texts, dates and times, booleans, bytea, uuid, json, enum labels); else x'hex'. NULL as NULL. Texts are
/// cut at 200 characters. Never fails: bytes that do not fit the type are shown as hex.
QString pgValueToText(const Cell& cell, const ColumnSchema& column);

} // namespace busheng
