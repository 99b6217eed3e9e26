// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/dataset/row_text.h"

#include <algorithm>
#include <array>
#include <set>

namespace busheng {
namespace {

constexpr BytesView kHex = "0123456789abcdef";
constexpr BytesView kDigits = "0123456789.+-eE";
/// The half-width signs that begin a formula, the full-width ones that some programs take for them, and blanks that
/// others skip.
constexpr std::array<BytesView, 11> kFormulaStarts = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

void appendHex(BytesView bytes, Bytes& out)
{
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        out += kHex[value >> 4U];
        out += kHex[value & 0xfU];
    }
}

void appendCsvText(BytesView text, Bytes& out)
{
    const bool isPlain =
        !text.empty() && text.find_first_of(",\"\r\n") == BytesView::npos && text.front() != ' ' && text.back() != ' ';
    if (isPlain) {
        out += text;
        return;
    }
    out += '"';
    for (const char byte : text) {
        if (byte == '"')
            out += '"';
        out += byte;
    }
    out += '"';
}

void appendJsonText(BytesView text, Bytes& out)
{
    out += '"';
    for (const char byte : text) {
        const auto value = static_cast<unsigned char>(byte);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += byte;
        } else if (byte == '\n') {
            out += "\\n";
        } else if (byte == '\r') {
            out += "\\r";
        } else if (byte == '\t') {
            out += "\\t";
        } else if (value < 0x20) {
            out += "\\u00";
            appendHex({&byte, 1}, out);
        } else {
            out += byte;
        }
    }
    out += '"';
}

/// Not "NaN", not "Infinity".
bool isJsonNumber(BytesView text)
{
    return !text.empty() && text.find_first_not_of(kDigits) == BytesView::npos && text.front() != '+';
}

} // namespace

Result<> RowText::begin(const std::vector<RowColumn>& columns, Bytes& out)
{
    m_keys.clear();
    if (m_format == RowFormat::JsonLines) {
        std::set<QString> names;
        for (const RowColumn& column : columns) {
            if (!names.insert(column.name).second)
                return fail(ErrorCode::Config, QStringLiteral("two columns have the name '%1'").arg(column.name));
            Bytes key;
            appendJsonText(view(column.name.toUtf8()), key);
            m_keys.push_back(key + ':');
        }
        return {};
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0)
            out += ',';
        const QByteArray name = columns[i].name.toUtf8();
        csvField({RowValue::Kind::Text, view(name)}, {}, out);
    }
    out += "\r\n";
    return {};
}

void RowText::row(std::span<const RowValue> values, std::span<const Bytes> files, Bytes& out) const
{
    if (m_format == RowFormat::Csv) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0)
                out += ',';
            csvField(values[i], files[i], out);
        }
        out += "\r\n";
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        out += i == 0 ? '{' : ',';
        out += m_keys[i];
        jsonValue(values[i], files[i], out);
    }
    out += "}\n";
}

void RowText::csvField(const RowValue& value, BytesView file, Bytes& out) const
{
    if (!file.empty())
        return appendCsvText(file, out);
    switch (value.kind) {
    case RowValue::Kind::Null:
        return;
    case RowValue::Kind::Number:
    case RowValue::Kind::Boolean:
        out += value.bytes;
        return;
    case RowValue::Kind::Binary:
        if (value.bytes.empty())
            appendCsvText({}, out);
        return appendHex(value.bytes, out);
    case RowValue::Kind::Text:
        break;
    }
    const bool isFormula = m_noFormulas && std::ranges::any_of(kFormulaStarts, [&](BytesView start) {
                               return value.bytes.starts_with(start);
                           });
    appendCsvText(isFormula ? Bytes("'").append(value.bytes) : Bytes(value.bytes), out);
}

void RowText::jsonValue(const RowValue& value, BytesView file, Bytes& out) const
{
    if (!file.empty()) {
        out += "{\"file\":";
        appendJsonText(file, out);
        out += '}';
        return;
    }
    switch (value.kind) {
    case RowValue::Kind::Null:
        out += "null";
        return;
    case RowValue::Kind::Boolean:
        out += value.bytes;
        return;
    case RowValue::Kind::Number:
        if (isJsonNumber(value.bytes))
            out += value.bytes;
        else
            appendJsonText(value.bytes, out);
        return;
    case RowValue::Kind::Binary:
        out += '"';
        appendHex(value.bytes, out);
        out += '"';
        return;
    case RowValue::Kind::Text:
        return appendJsonText(value.bytes, out);
    }
}

} // namespace busheng
