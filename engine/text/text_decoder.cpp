// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/text_decoder.h"

#include "engine/text/assigned_characters.h"

#include <QStringView>

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <string>

namespace busheng {
namespace {

struct Name {
    const char* written;
    const char* name;
    const char* ofIcu;
};

constexpr std::array kNames = {
    Name{"gb18030", "gb18030", "GB18030"}, Name{"gbk", "gb18030", "GB18030"},  Name{"gb2312", "gb18030", "GB18030"},
    Name{"cp936", "gb18030", "GB18030"},   Name{"big5", "big5", "Big5"},       Name{"utf8", "utf8", "UTF-8"},
    Name{"utf-8", "utf8", "UTF-8"},        Name{"ascii", "ascii", "US-ASCII"},
};

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

bool isAscii(char byte)
{
    return static_cast<unsigned char>(byte) < 0x80;
}

} // namespace

struct TextDecoder::Impl {
    std::unique_ptr<UConverter, CloseConverter> converter;
    bool isGb18030 = false;
    std::u16string units; ///< of the text at hand
};

TextDecoder::TextDecoder(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TextDecoder::~TextDecoder() = default;

QStringList TextDecoder::names()
{
    QStringList all;
    for (const Name& known : kNames)
        all.append(QString::fromLatin1(known.name));
    all.removeDuplicates();
    all.sort();
    return all;
}

QString TextDecoder::nameOf(const QString& written)
{
    for (const Name& known : kNames) {
        if (written.compare(QLatin1StringView(known.written), Qt::CaseInsensitive) == 0)
            return QString::fromLatin1(known.name);
    }
    return {};
}

Result<std::unique_ptr<TextDecoder>> TextDecoder::open(const QString& name)
{
    const auto* const known = std::ranges::find_if(
        kNames, [&name](const Name& candidate) { return name == QLatin1StringView(candidate.written); });
    if (known == kNames.end())
        return fail(ErrorCode::Config, QStringLiteral("encoding '%1' is not known").arg(name.left(40)));
    auto impl = std::make_unique<Impl>();
    impl->isGb18030 = QLatin1StringView(known->name) == QLatin1StringView("gb18030");
    UErrorCode status = U_ZERO_ERROR;
    impl->converter.reset(ucnv_open(known->ofIcu, &status));
    if (U_SUCCESS(status) != 0)
        ucnv_setToUCallBack(impl->converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    if (U_SUCCESS(status) == 0)
        return fail(ErrorCode::Internal,
                    QStringLiteral("ICU, encoding %1: %2").arg(name, QString::fromLatin1(u_errorName(status))));
    return std::unique_ptr<TextDecoder>(new TextDecoder(std::move(impl)));
}

bool TextDecoder::toUtf8(BytesView text, Bytes& out) const
{
    if (std::ranges::all_of(text, isAscii)) { // the same in all of them
        out += text;
        return true;
    }
    // No character has more units than bytes.
    std::u16string& units = m_impl->units;
    units.resize(text.size());
    UErrorCode status = U_ZERO_ERROR;
    const int32_t made = ucnv_toUChars(m_impl->converter.get(), units.data(), static_cast<int32_t>(units.size()),
                                       text.data(), static_cast<int32_t>(text.size()), &status);
    if (U_SUCCESS(status) == 0)
        return false;
    units.resize(static_cast<std::size_t>(made));
    if (m_impl->isGb18030 && hasLateCharacters(units))
        units = withAssignedCharacters(units);
    const QByteArray utf8 = QStringView(units).toUtf8();
    out.append(utf8.constData(), static_cast<std::size_t>(utf8.size()));
    return true;
}

} // namespace busheng
