// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/read_as_rows.h"
#include "engine/host/text_survey.h"
#include "engine/text/repertoire.h"
#include "engine/text/text_decoder.h"

namespace busheng {

/// Counts what the texts of one column are like, row by row. Thread: one at a time.
class TextGauge {
public:
    /// `mayLie`: the column may hold another encoding than it says, and its values come so. Latin: as characters of
    /// latin1, of which every byte is one; Raw: what is no UTF-8 comes to bytes(). Fails: Internal when ICU lacks an
    /// encoding.
    static Result<TextGauge> make(const std::vector<Repertoire>& repertoires, std::optional<ForeignBytes> mayLie);

    /// A text, in UTF-8.
    void text(BytesView utf8, const std::function<QString()>& key);
    /// Bytes that are no text in the column's encoding.
    void bytes(BytesView raw, const std::function<QString()>& key);
    /// With the column's names still to be put in.
    SourceTextColumn result() const;

private:
    TextGauge() = default;
    void guess(BytesView raw);

    const std::vector<Repertoire>* m_repertoires = nullptr;
    SourceTextColumn m_column;
    std::optional<ForeignBytes> m_mayLie; ///< nothing: nothing else can be meant
    std::unique_ptr<TextDecoder> m_utf8;
    std::unique_ptr<TextDecoder> m_gb18030;
    qint64 m_foreign = 0; ///< texts beyond ASCII
    qint64 m_asUtf8 = 0;
    qint64 m_asGb18030 = 0;
};

} // namespace busheng
