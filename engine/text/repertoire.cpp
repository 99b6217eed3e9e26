// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/repertoire.h"

#include <QHash>

#include <unicode/ucnv.h>
#include <unicode/uset.h>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

struct Known {
    const char* name;
    const char* ofIcu;
};

/// MariaDB's latin1 is Windows' page 1252.
constexpr std::array kKnown = {Known{"ascii", "US-ASCII"}, Known{"latin1", "windows-1252"}, Known{"gb2312", "EUC-CN"},
                               Known{"gbk", "GBK"}, Known{"big5", "Big5"}};
const QString kThreeBytes = QStringLiteral("utf8mb3");
constexpr char32_t kLastOfThreeBytes = 0xffff;

struct CloseSet {
    void operator()(USet* set) const { uset_close(set); }
};
struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

} // namespace

struct Repertoire::Impl {
    std::unique_ptr<USet, CloseSet> set; ///< null: all of three bytes
};

Repertoire::~Repertoire() = default;
Repertoire::Repertoire(Repertoire&&) noexcept = default;
Repertoire& Repertoire::operator=(Repertoire&&) noexcept = default;

QStringList Repertoire::names()
{
    QStringList all{kThreeBytes};
    for (const Known& known : kKnown)
        all.append(QString::fromLatin1(known.name));
    return all;
}

QString Repertoire::nameOf(const QString& encoding)
{
    static const QHash<QString, QString> kOthers{{QStringLiteral("euc_cn"), QStringLiteral("gb2312")},
                                                 {QStringLiteral("sql_ascii"), QStringLiteral("ascii")},
                                                 {QStringLiteral("utf8mb3"), kThreeBytes},
                                                 {QStringLiteral("utf8"), QString()}};
    const QString lower = encoding.toLower();
    const auto other = kOthers.constFind(lower);
    if (other != kOthers.constEnd())
        return *other;
    return names().contains(lower) ? lower : QString();
}

Repertoire::Repertoire(const QString& name) : m_impl(std::make_unique<Impl>())
{
    const auto* const known = std::ranges::find_if(
        kKnown, [&name](const Known& candidate) { return name == QLatin1StringView(candidate.name); });
    if (known == kKnown.end())
        return;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(known->ofIcu, &status));
    m_impl->set.reset(uset_openEmpty());
    if (U_SUCCESS(status) != 0)
        ucnv_getUnicodeSet(converter.get(), m_impl->set.get(), UCNV_ROUNDTRIP_SET, &status);
    // What ICU could not say is said to lack nothing but ASCII's rest: it is shown, and a person looks.
    if (U_SUCCESS(status) == 0)
        uset_addRange(m_impl->set.get(), 0, 0x7f);
}

std::optional<char32_t> Repertoire::firstLacking(const std::u32string& text) const
{
    for (const char32_t character : text) {
        if (character < 0x80)
            continue;
        const bool has = m_impl->set ? uset_contains(m_impl->set.get(), static_cast<UChar32>(character)) != 0
                                     : character <= kLastOfThreeBytes;
        if (!has)
            return character;
    }
    return std::nullopt;
}

} // namespace busheng
