// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/tree_directory.h"

#include "engine/model/events.h"

#include <QStringDecoder>

#include <algorithm>
#include <utility>

namespace busheng {
namespace {

constexpr std::size_t kLongestName = 255;

} // namespace

OwnDescriptor::OwnDescriptor(OwnDescriptor&& other) noexcept : m_number(std::exchange(other.m_number, kNone)) {}

OwnDescriptor& OwnDescriptor::operator=(OwnDescriptor&& other) noexcept
{
    std::swap(m_number, other.m_number);
    return *this;
}

OwnDescriptor::~OwnDescriptor()
{
    if (isOpen())
        close();
}

bool isTreeName(BytesView name)
{
    return !name.empty() && name.size() <= kLongestName && name != "." && name != ".." &&
           name.find('/') == BytesView::npos && name.find('\0') == BytesView::npos;
}

QString shownPath(BytesView path)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(path.data(), static_cast<qsizetype>(path.size())));
    if (!decoder.hasError())
        return text;
    QString shown;
    for (const char byte : path) {
        const auto value = static_cast<unsigned char>(byte);
        if (value < 0x80)
            shown += QLatin1Char(byte);
        else
            shown += QStringLiteral("\\x%1").arg(value, 2, 16, QLatin1Char('0'));
    }
    return shown;
}

Bytes joinPath(BytesView directory, BytesView name)
{
    Bytes joined(directory);
    if (!joined.empty() && !name.empty())
        joined += '/';
    joined += name;
    return joined;
}

Failure badTreeName(BytesView name)
{
    const QString shown = shownPath(name);
    return fail(makeEvent(ErrorCode::Config, events::FIL_NAME, {shown}, QStringLiteral("no name of a file: ") + shown));
}

Result<std::optional<TreeDirectory>> TreeDirectory::open(BytesView relative) const
{
    ENGINE_TRY_AS(OwnDescriptor current, again(relative));
    while (!relative.empty()) {
        const std::size_t slash = std::min(relative.find('/'), relative.size());
        ENGINE_TRY_AS(auto next, step(current, relative.substr(0, slash), false));
        if (!next)
            return std::optional<TreeDirectory>();
        current = std::move(*next);
        relative.remove_prefix(std::min(slash + 1, relative.size()));
    }
    return std::optional<TreeDirectory>(TreeDirectory(std::move(current)));
}

Result<TreeDirectory> TreeDirectory::make(BytesView relative) const
{
    ENGINE_TRY_AS(OwnDescriptor current, again(relative));
    while (!relative.empty()) {
        const std::size_t slash = std::min(relative.find('/'), relative.size());
        ENGINE_TRY_AS(auto next, step(current, relative.substr(0, slash), true));
        if (!next) // made, and gone again before it was opened
            return fail(ErrorCode::Storage, QStringLiteral("somebody removed %1 meanwhile").arg(shownPath(relative)));
        current = std::move(*next);
        relative.remove_prefix(std::min(slash + 1, relative.size()));
    }
    return TreeDirectory(std::move(current));
}

} // namespace busheng
