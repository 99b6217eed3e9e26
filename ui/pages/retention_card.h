// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "ui/dialogs/overtaken_dialog.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <vector>

namespace busheng {

class EngineClient;
class NoticeBar;
class WrappedLabel;

/// How long the node's records stay: what holds, how much there is, and, before a shorter time is taken over, what it
/// would delete at once.
class RetentionCard : public Card {
    Q_OBJECT
public:
    explicit RetentionCard(EngineClient& client, QWidget* parent = nullptr);

    /// The field of a kind, as RetentionRule::kind; null when the node does not have it.
    QSpinBox* field(const QString& kind) const;
    QString about(const QString& kind) const;
    QPushButton* changeButton() const { return m_change; }
    const NoticeBar& notice() const { return *m_notice; }
    void refresh();
    void retranslate();

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Line {
        RetentionState state;
        QLabel* name;
        QSpinBox* days;
        QLabel* about;
    };

    void take(const std::vector<RetentionState>& states);
    void build(const std::vector<RetentionState>& states);
    void showLines();
    std::vector<RetentionRule> changes() const;
    void askForEffect();
    void askToChange(const std::vector<RetentionRule>& rules, const std::vector<RetentionState>& effect);
    SeenEdit editOf(const std::vector<RetentionRule>& rules) const;
    void change(const SeenEdit& edit);
    void askAboutOther(const SeenEdit& edit, const Error& overtaken);
    void setWorking(bool works);
    void onFailed(const Error& error);

    EngineClient& m_client;
    bool m_isWorking = false;
    bool m_isAsked = false; ///< an answer is under way
    NoticeBar* m_notice;
    QWidget* m_grid;
    std::vector<Line> m_lines;
    QLabel* m_rest; ///< what has other rules
    QPushButton* m_change;
};

} // namespace busheng
