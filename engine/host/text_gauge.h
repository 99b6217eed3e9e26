// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/text_survey.h"
#include "engine/text/repertoire.h"
#include "engine/text/text_decoder.h"

namespace busheng {

/// Counts what the texts of one column are like, row by row. Thread: one at a time.
class TextGauge {
public:
    /// `isLatin`: the column says that it is in latin1, which every byte is a character of: others may be meant.
    /// Fails: Internal when ICU lacks an encoding.
    static Result<TextGauge> make(const std::vector<Repertoire>& repertoires, bool isLatin);

    /// A text, in UTF-8.
    void text(BytesView utf8, const std::function<QString()>& key);
    /// Bytes that are no text in the column's encoding.
    void bytes(BytesView raw, const std::function<QString()>& key);
    /// With the column's names still to be put in.
    SourceTextColumn result() const;

private:
    TextGauge() = default;
    void guess(const std::u32string& characters);

    const std::vector<Repertoire>* m_repertoires = nullptr;
    SourceTextColumn m_column;
    std::unique_ptr<TextDecoder> m_utf8; ///< null: nothing else can be meant
    std::unique_ptr<TextDecoder> m_gb18030;
    qint64 m_foreign = 0; ///< texts beyond ASCII
    qint64 m_asUtf8 = 0;
    qint64 m_asGb18030 = 0;
};

} // namespace busheng
