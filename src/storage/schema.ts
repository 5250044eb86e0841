import type { Generated } from "kysely";

/**
 * Every table, one definition for SQLite and PostgreSQL. Instants are milliseconds since 1970 UTC, flags are 0 or 1,
 * structured values are JSON text that only this program writes.
 */
export interface Schema {
  meta: { key: string; value: string };
  hosts: { id: string; name: string; sample: number; created_at: number };
  persons: { id: string; greeted_at: number | null; last_host_id: string | null; created_at: number };
  accounts: {
    platform: string;
    user_id: string;
    person_id: string;
    private_chat_id: string | null;
    display_name: string | null;
    created_at: number;
  };
  chats: {
    platform: string;
    chat_id: string;
    kind: string;
    title: string | null;
    host_id: string | null;
    purpose: string | null;
    status: string;
    status_reason: string | null;
    sees_all: number | null;
    bound_by: string | null;
    bound_at: number | null;
    updated_at: number;
  };
  roles: { person_id: string; host_id: string; role: string; granted_by: string | null; granted_at: number };
  invites: {
    token_hash: string;
    host_id: string;
    purpose: string;
    created_by: string;
    expires_at: number;
    used_by: string | null;
    used_at: number | null;
  };
  wizards: { person_id: string; step: string; updated_at: number };
  attempts: { key: string; count: number; since: number };
  cursors: { platform: string; chat_id: string; message_id: string; updated_at: number };
  inbox: {
    id: Generated<number>;
    platform: string;
    chat_id: string;
    update_key: string;
    sender_id: string | null;
    payload: string | null;
    status: string;
    attempts: number;
    error_ref: string | null;
    received_at: number;
    done_at: number | null;
  };
  deliveries: {
    id: Generated<number>;
    dedupe_key: string;
    nonce: string;
    lane: number;
    platform: string;
    chat_id: string;
    payload: string;
    status: string;
    attempts: number;
    next_try_at: number;
    lease_owner: string | null;
    lease_until: number | null;
    message_id: string | null;
    detail: string | null;
    created_at: number;
    settled_at: number | null;
    handle: string | null;
    edit: string | null;
  };
  threads: {
    platform: string;
    chat_id: string;
    key: string;
    status: string;
    target_chat_id: string | null;
    thread_id: string | null;
    updated_at: number;
  };
  receipts: {
    id: Generated<number>;
    delivery_id: number;
    attempt: number;
    outcome: string;
    detail: string | null;
    at: number;
  };
  answers: {
    id: string;
    host_id: string | null;
    platform: string;
    chat_id: string;
    person_id: string;
    outcome: string;
    article_id: string | null;
    revision: string | null;
    score: number;
    near: string;
    created_at: number;
    locale: string | null;
    stage: number | null;
  };
  feedback: { answer_id: string; person_id: string; helped: number; at: number };
  gaps: {
    id: string;
    host_id: string;
    fingerprint: string;
    question: string;
    near: string;
    count: number;
    first_at: number;
    last_at: number;
    group_id: string | null;
  };
  gap_groups: {
    id: string;
    host_id: string;
    question: string;
    count: number;
    first_at: number;
    last_at: number;
    status: string;
    article_id: string | null;
    closed_at: number | null;
  };
  gap_bands: { host_id: string; band: number; group_id: string };
  gap_events: {
    id: Generated<number>;
    group_id: string;
    act: string;
    article_id: string | null;
    person_id: string | null;
    at: number;
  };
  article_revisions: {
    id: Generated<number>;
    article_id: string;
    revision: string;
    text: string;
    english: string | null;
    origin: string;
    state: string;
    author_id: string | null;
    publisher_id: string | null;
    gap_group_id: string | null;
    created_at: number;
    published_at: number | null;
  };
  article_events: {
    id: Generated<number>;
    article_id: string;
    revision_id: number | null;
    act: string;
    from_state: string | null;
    to_state: string | null;
    person_id: string;
    note: string;
    replaced_live: string | null;
    replaced_event_id: number | null;
    at: number;
  };
  article_heads: { article_id: string; live: string; since_event_id: number | null };
  article_version: { id: number; version: number };
  article_questions: { article_id: string; question: string; created_at: number };
  publish_requests: {
    id: string;
    revision_id: number;
    person_id: string;
    platform: string | null;
    chat_id: string | null;
    visible_to: string | null;
    locale: string;
    status: string;
    created_at: number;
    closed_at: number | null;
  };
  review_notices: { article_id: string; review_by: string; told_at: number };
  answer_wordings: {
    answer_id: string;
    article_id: string;
    revision: string;
    sentences: string;
    made_by: string;
    created_at: number;
  };
  rewording_failures: {
    answer_id: string;
    article_id: string;
    revision: string;
    reason: string;
    created_at: number;
  };
  model_spending: { day: string; tokens: number };
  text_vectors: { model: string; hash: string; dimensions: number; vector: string };
  human_requests: {
    id: Generated<number>;
    host_id: string | null;
    platform: string;
    chat_id: string;
    person_id: string;
    answer_id: string | null;
    status: string;
    created_at: number;
  };
  safety_events: {
    id: Generated<number>;
    host_id: string | null;
    platform: string;
    chat_id: string;
    person_id: string | null;
    inbox_id: number;
    level: string;
    kinds: string;
    rules: string;
    words: string;
    created_at: number;
    seen_by: string | null;
    seen_at: number | null;
  };
  cases: {
    id: Generated<number>;
    host_id: string;
    person_id: string;
    kind: string;
    level: string;
    alias: string;
    status: string;
    seq: number;
    from_platform: string;
    from_chat_id: string;
    from_kind: string;
    from_user_id: string;
    from_locale: string;
    opened_at: number;
    level_since: number;
    acknowledged_at: number | null;
    assignee_id: string | null;
    first_answer_at: number | null;
    waiting_since: number | null;
    expected_by: number | null;
    receipted: number;
    closed_at: number | null;
    last_fan_at: number;
    last_fan_seq: number;
    last_staff_at: number | null;
    asked_human: number;
    ladder_step: number;
    rating: number | null;
    rated_at: number | null;
    held_from: number | null;
    clock_at: number | null;
    ladder_at: number | null;
    slips: number;
  };
  host_times: { host_id: string; data: string };
  duty_shifts: {
    id: Generated<number>;
    host_id: string;
    person_id: string;
    role: string;
    days: string;
    from_minute: number;
    to_minute: number;
  };
  duty_overrides: { host_id: string; person_id: string; is_on: number; until: number };
  case_events: {
    case_id: number;
    seq: number;
    type: string;
    data: string;
    sealed: string | null;
    ref: string | null;
    at: number;
  };
  staff_codes: { code: string; case_id: number; seq: number; at: number };
  canned_replies: {
    id: Generated<number>;
    host_id: string;
    text: string;
    created_by: string;
    created_at: number;
  };
  staff_aliases: { person_id: string; host_id: string; alias: string };
  /** `subject` is `person:ID` or `talk:PLATFORM:CHAT:PERSON`. */
  quiet_times: { subject: string; until: number };
  aid_programmes: {
    id: Generated<number>;
    host_id: string;
    title: string;
    contents: string;
    who: string;
    unit: string;
    total: number;
    share: number;
    reserved: number;
    status: string;
    created_by: string;
    created_at: number;
    until_at: number;
  };
  aid_applications: {
    id: Generated<number>;
    programme_id: number;
    host_id: string;
    person_id: string;
    status: string;
    live: number;
    seq: number;
    way: string;
    answers: string | null;
    contact: string | null;
    phone_digest: string | null;
    address_digest: string | null;
    sent_at: number;
    status_at: number;
    approved_by: string | null;
    handled_by: string | null;
    refused_by: string | null;
    reason: string | null;
    has_appealed: number;
  };
  aid_events: {
    application_id: number;
    seq: number;
    type: string;
    by_id: string | null;
    sealed: string | null;
    at: number;
  };
  aid_forms: {
    person_id: string;
    kind: string;
    subject: string;
    step: string;
    answers: string;
    updated_at: number;
  };
  room_messages: {
    id: Generated<number>;
    room: string;
    key: string;
    author: string;
    author_id: string;
    author_name: string;
    visible_to: string | null;
    reply_to_id: number | null;
    content: string;
    at: number;
    edited_at: number | null;
  };
}
