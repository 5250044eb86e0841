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
  };
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
  };
}
