// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/files/names/upload_name.h"
#include "engine/model/packet.h"

#include <vector>

namespace busheng {

/// What the parts of a file are: their names do not say how many there must be, so this travels with them, as
/// STEM.parts.json.
struct PartList {
    struct Part {
        qint64 bytes = 0;
        Digest digest{}; ///< SM3
        bool operator==(const Part&) const = default;
    };
    UploadName whole; ///< its part is 0
    qint64 bytes = 0;
    Digest digest{};         ///< SM3 of the whole
    bool join = false;       ///< who receives them makes the whole of them, and keeps that instead
    std::vector<Part> parts; ///< 001 first; 1 to 999, none empty unless the whole is

    /// Whether a file's name is that of a list.
    static bool isName(BytesView fileName) { return fileName.ends_with(".parts.json"); }
    /// Of the list itself: "370000LWJCXT20211212162030.parts.json".
    QString fileName() const;
    QByteArray toJson() const;
    /// Strict: unknown or missing keys, sizes that do not add up, names that break the rules are refused. Fails:
    /// Config, event PRT_REFUSED with `fileName` and why.
    static Result<PartList> fromJson(const QByteArray& json, const QString& fileName);

    bool operator==(const PartList&) const = default;
};

/// A list of 999 parts has about 110 KiB.
inline constexpr qint64 kMostPartListBytes = 1 << 20;

Failure refuseParts(const QString& file, const QString& why);

} // namespace busheng
