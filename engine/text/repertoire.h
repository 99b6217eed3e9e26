// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <memory>
#include <optional>
#include <string>

namespace busheng {

/// The characters that an encoding can write: which texts a column in it can hold. Thread: any, const.
class Repertoire {
public:
    /// "ascii", "latin1", "gb2312", "gbk", "big5", "utf8mb3": those that are asked about; all others hold everything.
    static QStringList names();
    /// By the name that a database has for an encoding ("EUC_CN", "LATIN1", "utf8mb3"); empty: it holds all of Unicode,
    /// or is not known here.
    static QString nameOf(const QString& encoding);
    /// `name`: one of names().
    explicit Repertoire(const QString& name);
    ~Repertoire();
    Repertoire(Repertoire&&) noexcept;
    Repertoire& operator=(Repertoire&&) noexcept;

    /// The first character of the text that it lacks.
    std::optional<char32_t> firstLacking(const std::u32string& text) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
