// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;

namespace busheng {

/// A field for a name by §8.2.4 that says while somebody types what the name says, or why it is refused and where: the
/// wrong characters are underlined, the reason stands below in words and with a sign. Thread: the GUI's.
class NameField : public QWidget {
    Q_OBJECT
public:
    enum class Kind {
        File,      ///< 370000LWJCXT20211212162030.doc
        Task,      ///< 兵团_联网监测数据上报
        Directory, ///< /lwjc/send
    };
    explicit NameField(Kind kind, QWidget* parent = nullptr);

    QString name() const;
    void setName(const QString& name);
    bool isValid() const { return !m_refusal; }
    const std::optional<NameRefusal>& refusal() const { return m_refusal; }
    QLineEdit* edit() const { return m_edit; }
    /// What stands below, without the sign.
    QString preview() const;

Q_SIGNALS:
    void validityChanged(bool isValid);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Reading {
        std::optional<NameRefusal> refusal;
        QString text;
        bool isNote = false; ///< allowed, and worth a look
    };
    Reading read(const QByteArray& name) const;
    void check();
    void mark(const QByteArray& name);

    const Kind m_kind;
    QLineEdit* m_edit;
    QLabel* m_sign;
    QLabel* m_preview;
    std::optional<NameRefusal> m_refusal;
};

} // namespace busheng
