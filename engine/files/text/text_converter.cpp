// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/text/text_converter.h"

#include "engine/crypto/sm3.h"
#include "engine/model/events.h"
#include "engine/text/assigned_characters.h"

#include <unicode/ucnv.h>

#include <array>
#include <string>

namespace busheng {
namespace {

constexpr std::size_t kPivotUnits = 4096;
constexpr char16_t kByteOrderMark = 0xfeff;

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Result<Converter> openConverter(const char* name)
{
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(name, &status));
    if (U_SUCCESS(status) != 0)
        ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    if (U_SUCCESS(status) == 0)
        return fail(ErrorCode::Internal, QStringLiteral("ICU, encoding %1: %2")
                                             .arg(QString::fromLatin1(name), QString::fromLatin1(u_errorName(status))));
    return converter;
}

} // namespace

struct TextConverter::Impl {
    TextEncoding encoding;
    QString name;
    Converter from; ///< of UTF-8 it only checks; of binaries there is none
    Converter to;   ///< to UTF-8
    Sm3 original;
    Sm3 converted;
    qint64 originalBytes = 0;
    qint64 convertedBytes = 0;
    qint64 units = 0;      ///< of UTF-16, decoded
    bool isAtStart = true; ///< a byte order mark may come
};

TextConverter::TextConverter(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TextConverter::~TextConverter() = default;

Result<std::unique_ptr<TextConverter>> TextConverter::create(TextEncoding encoding, const QString& name)
{
    auto impl = std::make_unique<Impl>();
    impl->encoding = encoding;
    impl->name = name;
    if (encoding != TextEncoding::Binary) {
        ENGINE_TRY_AS(impl->from, openConverter(textEncodingName(encoding).toLatin1().constData()));
        ENGINE_TRY_AS(impl->to, openConverter("UTF-8"));
    }
    return std::unique_ptr<TextConverter>(new TextConverter(std::move(impl)));
}

Result<> TextConverter::append(BytesView bytes, Bytes& converted)
{
    const std::size_t before = converted.size();
    m_impl->original.update(bytes);
    if (m_impl->from)
        ENGINE_TRY(convert(bytes, false, converted));
    m_impl->originalBytes += static_cast<qint64>(bytes.size());
    const bool isUntouched = m_impl->encoding == TextEncoding::Binary || m_impl->encoding == TextEncoding::Utf8;
    if (isUntouched)
        converted.append(bytes);
    const BytesView made = BytesView(converted).substr(before);
    m_impl->converted.update(made);
    m_impl->convertedBytes += static_cast<qint64>(made.size());
    return {};
}

Result<TextSummary> TextConverter::finish(Bytes& converted)
{
    const std::size_t before = converted.size();
    if (m_impl->from)
        ENGINE_TRY(convert({}, true, converted));
    const BytesView made = BytesView(converted).substr(before);
    m_impl->converted.update(made);
    m_impl->convertedBytes += static_cast<qint64>(made.size());
    return TextSummary{m_impl->encoding, m_impl->originalBytes, m_impl->convertedBytes, m_impl->original.finish(),
                       m_impl->converted.finish()};
}

/// `read`: bytes of the file that ICU has taken, the bad ones among them.
Failure TextConverter::refuse(qint64 read)
{
    std::array<char, 32> invalid{};
    auto length = static_cast<int8_t>(invalid.size());
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(m_impl->from.get(), invalid.data(), &length, &ignored);
    // Behind a lone surrogate ICU has read on, by how much depends on the blocks; there the decoded units say it.
    const bool isUtf16 = m_impl->encoding == TextEncoding::Utf16Le || m_impl->encoding == TextEncoding::Utf16Be;
    const qint64 offset = isUtf16 ? m_impl->units * 2 : read - length;
    const QString encoding = textEncodingName(m_impl->encoding);
    return fail(makeEvent(ErrorCode::Config, events::TXT_REFUSED, {m_impl->name, QString::number(offset), encoding},
                          QStringLiteral("no %1 at offset %2").arg(encoding).arg(offset)));
}

Result<> TextConverter::convert(BytesView bytes, bool isLast, Bytes& converted)
{
    std::array<char16_t, kPivotUnits> pivot;    // NOLINT(cppcoreguidelines-pro-type-member-init): filled below
    std::array<char, 4 * kPivotUnits + 8> utf8; // NOLINT(cppcoreguidelines-pro-type-member-init): the same
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        char16_t* filled = pivot.data();
        ucnv_toUnicode(m_impl->from.get(), &filled, pivot.data() + pivot.size(), &source, end, nullptr, isLast,
                       &status);
        m_impl->units += filled - pivot.data();
        if (U_SUCCESS(status) == 0 && status != U_BUFFER_OVERFLOW_ERROR)
            return refuse(m_impl->originalBytes + (source - bytes.data()));
        const char16_t* units = pivot.data();
        const char16_t* unitsEnd = filled;
        std::u16string replaced;
        if (m_impl->isAtStart && filled > units && m_impl->encoding != TextEncoding::Utf8) {
            m_impl->isAtStart = false;
            units += *units == kByteOrderMark ? 1 : 0;
        }
        if (m_impl->encoding == TextEncoding::Utf8)
            continue;
        if (m_impl->encoding == TextEncoding::Gb18030 && hasLateCharacters({units, unitsEnd})) {
            replaced = withAssignedCharacters({units, unitsEnd});
            units = replaced.data();
            unitsEnd = units + replaced.size();
        }
        UErrorCode written = U_ZERO_ERROR;
        char* to = utf8.data();
        const bool isEnd = isLast && status == U_ZERO_ERROR;
        ucnv_fromUnicode(m_impl->to.get(), &to, utf8.data() + utf8.size(), &units, unitsEnd, nullptr, isEnd, &written);
        if (U_SUCCESS(written) == 0)
            return fail(ErrorCode::Internal,
                        QStringLiteral("ICU, to UTF-8: ") + QString::fromLatin1(u_errorName(written)));
        converted.append(utf8.data(), static_cast<std::size_t>(to - utf8.data()));
    }
    return {};
}

} // namespace busheng
